import { isServiceWindowOpen } from "./rules/service-window.ts";
import { handBack } from "./queries/conversations.ts";
import type { Conversation } from "../db/schema.d.ts";
import { listPending } from "./queries/turns.ts";
import type { Work } from "../runtime/work.ts";

/**
 * Gives the conversation, which the caller has locked, back to the bot, and has what waits answered at once while the
 * service window is open.
 */
export async function giveBack(
  { trx, emit }: Pick<Work, "trx" | "emit">,
  conversation: Conversation,
  now: Date,
): Promise<{ isGiven: boolean; isAnswering: boolean }> {
  const { id: conversationId, last_customer_message_at: lastAt } = conversation;
  const epoch = await handBack(trx, conversationId);
  if (epoch === undefined) return { isGiven: false, isAnswering: false };
  emit("conversation.changed", { conversationId, change: "handling" });
  const waiting = isServiceWindowOpen(lastAt, now) ? await listPending(trx, { ...conversation, epoch }) : [];
  const last = waiting.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
  if (last === undefined) return { isGiven: true, isAnswering: false };
  const receivedAt = (last.received_at ?? last.sent_at).toISOString();
  emit("reply.requested", { conversationId, messageId: last.id, receivedAt });
  return { isGiven: true, isAnswering: true };
}
