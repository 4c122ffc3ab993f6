import { lockConversation } from "../../shared/conversations/queries/conversations.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import { stopBot } from "../../shared/sending/stop-bot.ts";
import type { Stopped } from "./load-situation.ts";
import type { Work } from "../../shared/runtime/work.ts";

/** Gives the conversation to humans in place of an answer, unless the customer wrote on or a human has it already. */
export async function stopForQuota(
  work: Work,
  { tenant, trigger, epoch }: Stopped,
  now: Date,
): Promise<Outcome> {
  const conversation = await lockConversation(work.trx, trigger.conversation_id);
  if (conversation.epoch !== epoch || conversation.handled_by === "human") return { outcome: "superseded" };
  await stopBot(work, tenant, conversation, { ...trigger, now });
  return { outcome: "handed-over", reason: `quota-${tenant.quota_state}` };
}
