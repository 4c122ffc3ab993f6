import type { Message } from "./message.ts";

/** One message on its way through one subscription. */
export type Delivery = {
  readonly message: Message;
  readonly subscription: string;
  /** Times handed out so far. */
  attempts: number;
  /**
   * `ready`: the next consumer may take it. `behind`: an earlier message of its ordering key is not acked yet. `leased`:
   * handed out, its ack deadline runs. `resting`: refused, its back-off runs. `done`: acked, or given up.
   */
  state: "ready" | "behind" | "leased" | "resting" | "done";
  /** Counts up with every hand-out; the part of the ack id that tells an old lease from the present one. */
  lease: number;
  holder: Consumer | undefined;
  /** The slot of the subscription's timetable that holds it while `leased` or `resting`. */
  slot: Set<Delivery> | undefined;
  /** True once the journal on disk knows it. */
  journaled: boolean;
};

export function newDelivery(message: Message, subscription: string, attempts: number): Delivery {
  return {
    message,
    subscription,
    attempts,
    state: "ready",
    lease: 0,
    holder: undefined,
    slot: undefined,
    journaled: false,
  };
}

/** Takes it off the timetable and out of its holder's hands. */
export function endLease(delivery: Delivery): void {
  delivery.slot?.delete(delivery);
  delivery.slot = undefined;
  const { holder } = delivery;
  delivery.holder = undefined;
  holder?.released(delivery);
}

export function ackId(delivery: Delivery): string {
  return `${delivery.message.messageId}-${delivery.lease}`;
}

export function parseAckId(id: string): { messageId: string; lease: number } {
  const [messageId = "", lease] = id.split("-");
  return { messageId, lease: Number(lease) };
}

/** Where a subscription hands its messages to: a push endpoint, an open stream, a waiting Pull. */
export type Consumer = {
  /** How much it takes now; zero messages when it is busy. */
  room(): { messages: number; bytes: number };
  deliver(deliveries: Delivery[]): void;
  /** The lease of a delivery that it holds is over: acked, refused, or expired. */
  released(delivery: Delivery): void;
  /** The subscription is gone, or no longer of its kind. */
  end(reason: Error): void;
};
