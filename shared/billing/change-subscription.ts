import { planInForce, type PlanCode, type PlanVersion } from "./rules/plan.ts";
import { cancelSubscription, changePlan, startSubscription } from "./rules/subscription.ts";
import { findTenant } from "../tenants/queries/tenants.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { lockAccount, recordPlanOfAccount } from "./queries/billing-accounts.ts";
import { insertPeriod, recordSegment, type StoredPeriod } from "./queries/billing-periods.ts";
import type { Crossing } from "./queries/crossings.ts";
import { openPeriods, termsOf } from "./open-periods.ts";
import { listPlanVersions } from "./queries/plan-versions.ts";
import { recordAllowances } from "./queries/quotas.ts";
import { settle } from "./settle.ts";
import {
  findLastSubscription,
  findLiveSubscription,
  insertSubscription,
  type StoredSubscription,
  updateSubscription,
} from "./queries/subscriptions.ts";

type SubscriptionChange = "started" | "upgrade" | "downgrade" | "kept" | "canceled";

export type ChangedSubscription = {
  change: SubscriptionChange;
  subscription: StoredSubscription;
  period: StoredPeriod;
  crossings: Crossing[];
};

/**
 * Subscribes the scope's tenant to a plan, or moves it: to a larger one at once and pro rata, to a smaller one with the
 * next period. A tenant's first subscription begins with the plan's trial.
 */
export async function subscribe(
  trx: TenantTransaction,
  tenantId: string,
  plan: PlanCode,
  now: Date,
): Promise<ChangedSubscription> {
  await lockAccount(trx);
  const period = await openPeriods(trx, now);
  const subscription = await findLiveSubscription(trx);
  const versions = await listPlanVersions(trx);
  const target = planInForce(versions, plan, now);
  if (subscription === undefined || period === undefined) return start(trx, tenantId, target, versions, now);

  const changed = changePlan(subscription, period, target, now);
  await updateSubscription(trx, subscription.id, changed.subscription);
  if (changed.kind === "upgrade") {
    const moved = { ...period, ...changed.period };
    const segment = changed.period.segments.at(-1);
    if (segment !== undefined) await recordSegment(trx, period.id, segment);
    await recordAllowances(trx, moved, versions);
    await recordPlanOfAccount(trx, await lockAccount(trx), termsOf(moved, versions));
  }
  const crossings = await settle(trx, tenantId, now);
  return present(trx, changed.kind, now, crossings);
}

async function start(
  trx: TenantTransaction,
  tenantId: string,
  target: PlanVersion,
  versions: readonly PlanVersion[],
  now: Date,
): Promise<ChangedSubscription> {
  const timeZone = (await findTenant(trx))?.time_zone ?? "UTC";
  const withTrial = (await findLastSubscription(trx)) === undefined;
  const { subscription, period } = startSubscription({ version: target, now, timeZone, withTrial });
  const id = await insertSubscription(trx, subscription);
  await recordAllowances(trx, await insertPeriod(trx, id, period), versions);
  await recordPlanOfAccount(trx, await lockAccount(trx), target.terms);
  return present(trx, "started", now, await settle(trx, tenantId, now));
}

/** Ends the subscription with its present period; undefined when there is none. */
export async function cancel(trx: TenantTransaction, now: Date): Promise<ChangedSubscription | undefined> {
  await lockAccount(trx);
  const period = await openPeriods(trx, now);
  const subscription = await findLiveSubscription(trx);
  if (subscription === undefined || period === undefined) return undefined;
  await updateSubscription(trx, subscription.id, cancelSubscription(subscription));
  return present(trx, "canceled", now, []);
}

async function present(
  trx: TenantTransaction,
  change: SubscriptionChange,
  now: Date,
  crossings: Crossing[],
): Promise<ChangedSubscription> {
  const [subscription, period] = [await findLiveSubscription(trx), await openPeriods(trx, now)];
  if (subscription === undefined || period === undefined) throw new Error("the subscription is gone");
  return { change, subscription, period, crossings };
}
