/** A message of one customer and number that waits to be sent or is being sent. */
export type Waiting = {
  id: string;
  conversationId: string;
  status: "queued" | "sending";
  leaseUntil: Date | null;
};

export type NextSend =
  /** The one to send now: the wanted one, or one that was written before it. */
  | { kind: "this"; id: string }
  /** Another one is on its way; the order of two that are on their way at once is nobody's to know. */
  | { kind: "in-flight" };

/**
 * Keeps a conversation's order: what was written first goes first, and only one at a time is on its way to a customer.
 * A send whose outcome is unknown holds up nobody: if it arrived, it arrived before, and it may never be settled.
 * `waiting` is in the order of writing.
 */
export function chooseNextSend(
  waiting: readonly Waiting[],
  { wantedId, conversationId, now }: { wantedId: string; conversationId: string; now: Date },
): NextSend {
  // A message that waits no more is there for the caller to see what became of it.
  if (!waiting.some(({ id }) => id === wantedId)) return { kind: "this", id: wantedId };
  const first = waiting.find((message) => message.conversationId === conversationId);
  const id = first?.id ?? wantedId;
  const isAnotherInFlight = waiting.some(
    (message) =>
      message.id !== id &&
      message.status === "sending" &&
      message.leaseUntil !== null &&
      message.leaseUntil > now,
  );
  return isAnotherInFlight ? { kind: "in-flight" } : { kind: "this", id };
}
