import type { TenantTransaction } from "../tenant-scope.ts";
import { findPeriodAt } from "./billing-periods.ts";
import { listQuotas } from "./quotas.ts";
import { findLastSubscription } from "./subscriptions.ts";

export type TenantQuotaState = "ok" | "exhausted" | "suspended";

/**
 * Writes how far the bot may go to the scope's tenant, where every message looks: by the present period's quotas, and
 * by its subscription. A tenant that never had one is not held back; one whose subscription has ended is.
 */
export async function refreshQuotaState(trx: TenantTransaction, now: Date): Promise<TenantQuotaState> {
  const state = await quotaStateNow(trx, now);
  await trx.updateTable("tenants").set({ quota_state: state }).where("quota_state", "<>", state).execute();
  return state;
}

async function quotaStateNow(trx: TenantTransaction, now: Date): Promise<TenantQuotaState> {
  const subscription = await findLastSubscription(trx);
  if (subscription === undefined) return "ok";
  if (subscription.status === "canceled" || subscription.status === "suspended") return "suspended";
  const period = await findPeriodAt(trx, now);
  if (period === undefined) return "ok";
  const quotas = await listQuotas(trx, period.id);
  return quotas.some((quota) => quota.stops_bot && quota.state === "exhausted") ? "exhausted" : "ok";
}
