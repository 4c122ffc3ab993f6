import { planStatusChange } from "../domain/conversation/plan-status-change.ts";
import type { ReportedStatus } from "../domain/whatsapp/reported-status.ts";
import { releaseReservation } from "../db/billing/reserve-quota.ts";
import { handOver } from "../db/conversations.ts";
import { recordStatusChange } from "../db/messages.ts";
import type { Message } from "../db/schema/messages.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import type { Emit } from "./commit-and-publish.ts";
import type { OutboundStatus } from "../domain/conversation/message-status.ts";

/**
 * Applies a reported status to a message of ours that the caller has locked after its conversation, with all that follows: it counts once
 * it is known as accepted, and a failure goes to a human, so that the customer is not left without an answer.
 * Resolves to the message's status, or undefined when the report changed nothing.
 */
export async function applyStatus(
  trx: TenantTransaction,
  emit: Emit,
  message: Message,
  reported: ReportedStatus,
): Promise<OutboundStatus | undefined> {
  const known = {
    status: message.status as OutboundStatus,
    wamid: message.wamid,
    acceptedAt: message.accepted_at,
  };
  const plan = planStatusChange(known, reported);
  if (plan === undefined) return undefined;
  const { nowAccepted, nowFailed, ...change } = plan;
  await recordStatusChange(trx, message.id, change);
  if (nowAccepted) emitOutboundUsage(emit, message);
  if (nowFailed) await handOver(trx, message.conversation_id, { reason: "send-failed" });
  // One that WhatsApp had taken before counts, whatever became of it.
  if (nowFailed && message.accepted_at === null) await releaseReservation(trx, message.id);
  emit("conversation.changed", {
    conversationId: message.conversation_id,
    messageId: message.id,
    change: "status",
  });
  return change.status;
}

/** A message of ours counts against the plan when WhatsApp has taken it. */
export function emitOutboundUsage(emit: Emit, message: Pick<Message, "id" | "outlet_id">): void {
  emit("usage.recorded", {
    meter: "message.outbound",
    quantity: 1,
    outletId: message.outlet_id,
    subjectId: message.id,
  });
}
