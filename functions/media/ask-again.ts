import { findConversation } from "../../shared/conversations/queries/conversations.ts";
import { listPending } from "../../shared/conversations/queries/turns.ts";
import type { Work } from "../../shared/runtime/work.ts";

/**
 * The answer to a voice message waits for its file: now that it is there, or lost, the answer is asked for again, as that to the
 * last that waits. Whatever has been answered meanwhile is not answered again.
 */
export async function askAgain(
  work: Work,
  { conversationId, type }: { conversationId: string; type: string },
): Promise<void> {
  if (type !== "audio" && type !== "voice") return;
  const conversation = await findConversation(work.trx, conversationId);
  if (conversation?.handled_by !== "bot") return;
  const pending = await listPending(work.trx, conversation);
  const last = pending.toSorted((one, other) => (one.id < other.id ? -1 : 1)).at(-1);
  if (last === undefined || last.received_at === null) return;
  work.emit("reply.requested", {
    conversationId,
    messageId: last.id,
    receivedAt: last.received_at.toISOString(),
  });
}
