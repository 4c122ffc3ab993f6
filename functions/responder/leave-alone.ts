import { handOver, lockConversation } from "../../shared/conversations/queries/conversations.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import type { Emit } from "../../shared/runtime/commit-and-publish.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { Looping } from "./load-situation.ts";

/** Shows to humans that a machine seems to answer at the other side, and says nothing to it: that would be answered. */
export async function leaveAlone(
  trx: TenantTransaction,
  emit: Emit,
  { trigger, epoch }: Looping,
): Promise<Outcome> {
  const { conversation_id: conversationId } = trigger;
  const conversation = await lockConversation(trx, conversationId);
  if (conversation.epoch !== epoch || conversation.handled_by === "human") return { outcome: "superseded" };
  const reason = "auto-responder";
  const summary = "An automatic reply seems to answer every answer, so the bot has stopped.";
  await handOver(trx, conversationId, { code: "rule", reason, summary });
  emit("conversation.changed", { conversationId, change: "handling" });
  return { outcome: "handed-over", reason };
}
