import { lockConversation, raiseEpoch } from "../../shared/conversations/queries/conversations.ts";
import { listPending } from "../../shared/conversations/queries/turns.ts";
import type { Item } from "./item.ts";

/**
 * The customer has changed or taken back what they said before the answer to it was on its way: no answer to the former
 * words is sent, and what is left of the question is asked anew.
 */
export async function askAgain(
  { trx, emit, data: { receivedAt } }: Item,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<void> {
  const conversation = await lockConversation(trx, conversationId);
  if (conversation.handled_by === "human") return;
  const said = await listPending(trx, conversation, { unlessSent: true, withRevoked: true });
  if (!said.some(({ id }) => id === messageId)) return;
  await raiseEpoch(trx, conversationId);
  const left = said.filter(({ revoked_at: revokedAt }) => revokedAt === null).map(({ id }) => id);
  const last = left.toSorted().at(-1);
  if (last !== undefined) emit("reply.requested", { conversationId, messageId: last, receivedAt });
}
