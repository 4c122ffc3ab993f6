/** A message of a conversation. `id` rises in the order in which messages were stored. */
export type Said = { id: string; direction: "inbound" | "outbound" };

/**
 * Parts a conversation, given by time, at the business's last message: what was said up to it, and the customer's
 * messages since, which together are the question. The order of storing parts them, not the time: Meta's times are
 * whole seconds and come late, so that a message which crossed our reply would look answered by it.
 */
export function pendingTurns<Message extends Said>(
  messages: readonly Message[],
): { answered: Message[]; pending: Message[] } {
  const replies = messages.filter(({ direction }) => direction === "outbound").map(({ id }) => id);
  const lastReply = replies.reduce((last, id) => (id > last ? id : last), "");
  return {
    answered: messages.filter(({ id }) => id <= lastReply),
    pending: messages.filter(({ id }) => id > lastReply),
  };
}
