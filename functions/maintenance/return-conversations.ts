import { openingAt, readBusinessHours } from "../../shared/conversations/rules/business-hours.ts";
import { planTakeBack, type TakeBackPlan } from "../../shared/conversations/rules/plan-take-back.ts";
import { readTakeBackSettings } from "../../shared/tenants/rules/take-back-settings.ts";
import { readMessagingSettings } from "../../shared/tenants/rules/messaging-settings.ts";
import { lockConversation } from "../../shared/conversations/queries/conversations.ts";
import { getOutlet } from "../../shared/outlets/queries/outlets.ts";
import type { Conversation } from "../../shared/db/schema.d.ts";
import type { Tenant } from "../../shared/db/schema.d.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import { listPending } from "../../shared/conversations/queries/turns.ts";
import {
  findLastHumanWord,
  listToTakeBack,
  recordTakeBackAt,
} from "../../shared/conversations/queries/waiting-conversations.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { giveBack } from "../../shared/conversations/give-back.ts";
import type { MaintenanceServices } from "./services.ts";

const batchSize = 500;

/** While the plan lets no bot answer, it is looked again after so long. */
const quotaWaitMs = 30 * 60_000;

/**
 * Takes conversations back that were handed over and that nobody has answered in time; what waits in them is answered
 * while the service window is open.
 */
export async function returnConversations(
  services: MaintenanceServices,
): Promise<{ returned: number; answering: number }> {
  const now = services.now();
  const due = await listToTakeBack(services.platformDb, { now, limit: batchSize });
  const counts = { returned: 0, answering: 0 };
  for (const { id, tenantId } of due) {
    const { isGiven, isAnswering } = await inWork(services, tenantId, {}, async (work) => {
      const conversation = await lockConversation(work.trx, id);
      const kept = { isGiven: false, isAnswering: false };
      if (!isDue(conversation, now)) return kept;
      const plan = await look(work.trx, conversation, now);
      if (plan.kind === "now") return giveBack(work, conversation, now);
      await recordTakeBackAt(work.trx, id, plan.kind === "later" ? plan.at : null);
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
