/** What a conversation's messages say, oldest first. */
export type Said = { direction: "inbound" | "outbound"; body: string | null; readable: boolean };

/** The customer's messages that came after the business's last one: together they are the question. */
export function pendingTurns<Message extends Said>(messages: readonly Message[]): Message[] {
  const lastReply = messages.findLastIndex((message) => message.direction === "outbound");
  return messages.slice(lastReply + 1);
}
