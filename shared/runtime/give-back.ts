import { isServiceWindowOpen } from "../domain/conversation/service-window.ts";
import { handBack } from "../db/conversations.ts";
import type { Conversation } from "../db/schema/conversations.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { listPending } from "../db/turns.ts";
import type { Emit } from "./commit-and-publish.ts";

/**
 * Gives the conversation, which the caller has locked, back to the bot, and has what waits answered at once while the
 * service window is open.
 */
export async function giveBack(
  trx: TenantTransaction,
  emit: Emit,
  conversation: Conversation,
  now: Date,
): Promise<{ isGiven: boolean; isAnswering: boolean }> {
  const { id: conversationId, last_customer_message_at: lastAt } = conversation;
  const epoch = await handBack(trx, conversationId);
  if (epoch === undefined) return { isGiven: false, isAnswering: false };
  emit("conversation.changed", { conversationId, change: "handling" });
  const waiting = isServiceWindowOpen(lastAt, now)
    ? await listPending(trx, { id: conversationId, epoch })
    : [];
  const last = waiting.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
  if (last === undefined) return { isGiven: true, isAnswering: false };
  const receivedAt = (last.received_at ?? last.sent_at).toISOString();
  emit("reply.requested", { conversationId, messageId: last.id, receivedAt });
  return { isGiven: true, isAnswering: true };
}
