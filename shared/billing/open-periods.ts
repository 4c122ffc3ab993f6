import { getPlanVersion, type PlanVersion } from "./rules/plan.ts";
import { firstPeriod, nextPeriod } from "./rules/subscription.ts";
import { findTenant } from "../tenants/queries/tenants.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { lockAccount, recordPlanOfAccount } from "./queries/billing-accounts.ts";
import { findLastPeriod, findPeriodAt, insertPeriod, type StoredPeriod } from "./queries/billing-periods.ts";
import { listPlanVersions } from "./queries/plan-versions.ts";
import { refreshQuotaState } from "./queries/quota-state.ts";
import { recordAllowances } from "./queries/quotas.ts";
import {
  endSubscription,
  findLiveSubscription,
  type StoredSubscription,
  updateSubscription,
} from "./queries/subscriptions.ts";

/**
 * Opens every period of the scope's subscription up to the one that holds `now`, or ends the subscription where it was
 * to end. Resolves to that present period; undefined when there is no subscription, or none any more.
 */
export async function openPeriods(trx: TenantTransaction, now: Date): Promise<StoredPeriod | undefined> {
  const present = await findPeriodAt(trx, now);
  if (present?.status === "open") return present;
  const account = await lockAccount(trx);
  let subscription = await findLiveSubscription(trx);
  if (subscription === undefined) return undefined;
  const versions = await listPlanVersions(trx);
  const timeZone = (await findTenant(trx))?.time_zone ?? "UTC";
  const known = await findLastPeriod(trx, subscription.id);
  let last =
    known ?? (await open(trx, subscription.id, firstPeriod(subscription, versions, now, timeZone), versions));
  while (last.endsAt <= now) {
    const next = nextPeriod(subscription, last, versions, timeZone);
    if (next === undefined) {
      await endSubscription(trx, subscription.id, last.endsAt);
      await refreshQuotaState(trx, now);
      return undefined;
    }
    last = await open(trx, subscription.id, next.period, versions, last);
    subscription = await renewed(trx, subscription, next.subscription);
  }
  if (last.id !== known?.id) {
    await recordPlanOfAccount(trx, account, termsOf(last, versions));
    await refreshQuotaState(trx, now);
  }
  return last;
}

async function open(
  trx: TenantTransaction,
  subscriptionId: string,
  period: Parameters<typeof insertPeriod>[2],
  versions: readonly PlanVersion[],
  after?: StoredPeriod,
): Promise<StoredPeriod> {
  const stored = await insertPeriod(trx, subscriptionId, period, after);
  await recordAllowances(trx, stored, versions);
  return stored;
}

async function renewed(
  trx: TenantTransaction,
  before: StoredSubscription,
  after: Omit<StoredSubscription, "id" | "version">,
): Promise<StoredSubscription> {
  if (
    before.plan !== after.plan ||
    before.status !== after.status ||
    before.pendingPlan !== after.pendingPlan
  ) {
    await updateSubscription(trx, before.id, after);
  }
  return { ...before, ...after };
}

/** Those of the plan that the period has last. */
export function termsOf(period: StoredPeriod, versions: readonly PlanVersion[]) {
  const segment = period.segments.at(-1);
  if (segment === undefined) throw new Error("a period without a plan");
  return getPlanVersion(versions, segment.plan, segment.version).terms;
}
