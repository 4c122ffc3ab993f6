import { lockConversation } from "../../shared/conversations/queries/conversations.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import type { Emit } from "../../shared/runtime/commit-and-publish.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import { stopBot } from "../../shared/sending/stop-bot.ts";
import type { Stopped } from "./load-situation.ts";

/** Gives the conversation to humans in place of an answer, unless the customer wrote on or a human has it already. */
export async function stopForQuota(
  trx: TenantTransaction,
  emit: Emit,
  { tenant, trigger, epoch }: Stopped,
  now: Date,
): Promise<Outcome> {
  const conversation = await lockConversation(trx, trigger.conversation_id);
  if (conversation.epoch !== epoch || conversation.handled_by === "human") return { outcome: "superseded" };
  const { id, conversation_id: conversationId, outlet_id: outletId, contact_id: contactId } = trigger;
  await stopBot(trx, emit, tenant, { id, conversationId, outletId, contactId }, now);
  return { outcome: "handed-over", reason: `quota-${tenant.quota_state}` };
}
