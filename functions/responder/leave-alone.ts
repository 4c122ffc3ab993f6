import { handOver, lockConversation } from "../../shared/conversations/queries/conversations.ts";
import type { Work } from "../../shared/runtime/work.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { Looping } from "./load-situation.ts";

/** Shows to humans that a machine seems to answer at the other side, and says nothing to it: that would be answered. */
export async function leaveAlone(work: Work, { trigger, epoch }: Looping): Promise<Outcome> {
  const { conversation_id: conversationId } = trigger;
  const conversation = await lockConversation(work.trx, conversationId);
  if (conversation.epoch !== epoch || conversation.handled_by === "human") return { outcome: "superseded" };
  const reason = "auto-responder";
  const summary = "An automatic reply seems to answer every answer, so the bot has stopped.";
  await handOver(work.trx, conversationId, { code: "rule", reason, summary });
  work.emit("conversation.changed", { conversationId, change: "handling" });
  return { outcome: "handed-over", reason };
}
