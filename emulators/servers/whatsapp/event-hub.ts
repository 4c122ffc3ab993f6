/** What a phone or a test may watch; `data` is what the event stream carries. */
export type PhoneEvent = {
  type: "message" | "status" | "typing";
  phoneNumberId: string;
  customer: string;
  data: unknown;
};

export type EventHub = {
  publish(event: PhoneEvent): void;
  subscribe(listener: (event: PhoneEvent) => void): () => void;
};

export function createEventHub(): EventHub {
  const listeners = new Set<(event: PhoneEvent) => void>();
  return {
    publish(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
