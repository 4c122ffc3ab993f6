import { findConversation } from "../../shared/conversations/queries/conversations.ts";
import { listPending } from "../../shared/conversations/queries/turns.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import type { Emit } from "../../shared/runtime/commit-and-publish.ts";

/**
 * The answer to a voice message waits for its file: now that it is there, or lost, the answer is asked for again, as that to the
 * last that waits. Whatever has been answered meanwhile is not answered again.
 */
export async function askAgain(
  trx: TenantTransaction,
  emit: Emit,
  { conversationId, type }: { conversationId: string; type: string },
): Promise<void> {
  if (type !== "audio" && type !== "voice") return;
  const conversation = await findConversation(trx, conversationId);
  if (conversation?.handled_by !== "bot") return;
  const pending = await listPending(trx, conversation);
  const last = pending.toSorted((one, other) => (one.id < other.id ? -1 : 1)).at(-1);
  if (last === undefined || last.received_at === null) return;
  emit("reply.requested", { conversationId, messageId: last.id, receivedAt: last.received_at.toISOString() });
}
