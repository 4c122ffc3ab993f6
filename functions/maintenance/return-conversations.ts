import { openingAt, readBusinessHours } from "../../shared/domain/conversation/business-hours.ts";
import {
  planTakeBack,
  readTakeBackSettings,
  type TakeBackPlan,
} from "../../shared/domain/conversation/plan-take-back.ts";
import { readMessagingSettings } from "../../shared/domain/whatsapp/outbound/messaging-settings.ts";
import { lockConversation } from "../../shared/db/conversations.ts";
import { getOutlet } from "../../shared/db/outlets.ts";
import type { Conversation } from "../../shared/db/schema/conversations.ts";
import type { Tenant } from "../../shared/db/schema/tenants.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { findTenant } from "../../shared/db/tenants.ts";
import { listPending } from "../../shared/db/turns.ts";
import {
  findLastHumanWord,
  listToTakeBack,
  recordTakeBackAt,
} from "../../shared/db/waiting-conversations.ts";
import { commitAndPublish } from "../../shared/runtime/commit-and-publish.ts";
import { giveBack } from "../../shared/runtime/give-back.ts";
import type { Services } from "../../shared/runtime/services.ts";

const batchSize = 500;

/** While the plan lets no bot answer, it is looked again after so long. */
const quotaWaitMs = 30 * 60_000;

/**
 * Takes conversations back that were handed over and that nobody has answered in time; what waits in them is answered
 * while the service window is open.
 */
export async function returnConversations(
  services: Services<"maintenance">,
): Promise<{ returned: number; answering: number }> {
  const now = services.now();
  const due = await listToTakeBack(services.platformDb, { now, limit: batchSize });
  const counts = { returned: 0, answering: 0 };
  for (const { id, tenantId } of due) {
    const { isGiven, isAnswering } = await commitAndPublish(services, tenantId, {}, async (trx, emit) => {
      const conversation = await lockConversation(trx, id);
      const kept = { isGiven: false, isAnswering: false };
      if (!isDue(conversation, now)) return kept;
      const plan = await look(trx, conversation, now);
      if (plan.kind === "now") return giveBack(trx, emit, conversation, now);
      await recordTakeBackAt(trx, id, plan.kind === "later" ? plan.at : null);
      return kept;
    });
    counts.returned += Number(isGiven);
    counts.answering += Number(isAnswering);
  }
  return counts;
}

/** Somebody may have handed it back, and over again, since it was listed. */
function isDue({ handled_by: handledBy, status, take_back_at: at }: Conversation, now: Date): boolean {
  return handledBy === "human" && status === "open" && at !== null && at <= now;
}

async function look(trx: TenantTransaction, conversation: Conversation, now: Date): Promise<TakeBackPlan> {
  const tenant = await findTenant(trx);
  if (tenant === undefined || tenant.status !== "active" || tenant.quota_state !== "ok")
    return { kind: "later", at: new Date(now.getTime() + quotaWaitMs) };
  const handedOverAt = conversation.handed_off_at ?? conversation.created_at;
  const { retried_message_id: retried, last_customer_message_id: last } = conversation;
  const facts = {
    code: conversation.handoff_code,
    reason: conversation.handoff_reason,
    handedOverAt,
    wasOpen: await wasOpen(trx, tenant, conversation.outlet_id, handedOverAt),
    assignedUserId: conversation.assigned_user_id,
    lastHumanWordAt: await findLastHumanWord(trx, conversation.id),
    isWaiting: (await listPending(trx, conversation)).length > 0,
    hasTriedAgain: retried !== null && retried === last,
  };
  return planTakeBack(facts, readTakeBackSettings(readMessagingSettings(tenant.messaging).takeBack), now);
}

async function wasOpen(
  trx: TenantTransaction,
  tenant: Pick<Tenant, "time_zone">,
  outletId: string,
  at: Date,
): Promise<boolean> {
  const hours = readBusinessHours((await getOutlet(trx, outletId)).business_hours);
  return hours === undefined || openingAt(hours, at, hours.timeZone ?? tenant.time_zone).isOpen;
}
