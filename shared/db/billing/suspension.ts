import type { Kysely } from "kysely";
import type { Database } from "../schema/database.ts";
import type { TenantTransaction } from "../tenant-scope.ts";
import { lockAccount } from "./billing-accounts.ts";
import { findPeriodAt } from "./billing-periods.ts";
import { type Crossing, recordCrossing, wholeAccount } from "./crossings.ts";
import { openPeriods, termsOf } from "./open-periods.ts";
import { listPlanVersions } from "./plan-versions.ts";
import { refreshQuotaState } from "./quota-state.ts";
import { findLiveSubscription, updateSubscription } from "./subscriptions.ts";

const dayMs = 86_400_000;

/** As the platform role: tenants that owe overage, since when, the oldest debt first. */
export async function listDebtors(
  platformDb: Kysely<Database>,
  { limit }: { limit: number },
): Promise<{ tenantId: string }[]> {
  return platformDb
    .selectFrom("billing_accounts")
    .select("tenant_id as tenantId")
    .where("owed_minor", ">", 0)
    .orderBy("owed_since")
    .limit(limit)
    .execute();
}

/** Suspends the scope's tenant when its debt is older than its plan allows; the crossings to tell of. */
export async function suspendDebtor(
  trx: TenantTransaction,
  tenantId: string,
  now: Date,
): Promise<Crossing[]> {
  const account = await lockAccount(trx);
  const period = await openPeriods(trx, now);
  const subscription = await findLiveSubscription(trx);
  if (period === undefined || subscription === undefined || subscription.status === "suspended") return [];
  const { debtGraceDays } = termsOf(period, await listPlanVersions(trx));
  const { owed_since: owedSince } = account;
  if (owedSince === null || now.getTime() - owedSince.getTime() < debtGraceDays * dayMs) return [];
  return change(trx, tenantId, "suspended", now);
}

/** Ends a suspension once nothing is owed. */
export async function reinstate(trx: TenantTransaction, tenantId: string, now: Date): Promise<Crossing[]> {
  const subscription = await findLiveSubscription(trx);
  const { owed_minor: owedMinor } = await lockAccount(trx);
  if (subscription?.status !== "suspended" || owedMinor > 0) return [];
  return change(trx, tenantId, "ok", now);
}

async function change(
  trx: TenantTransaction,
  tenantId: string,
  state: "suspended" | "ok",
  now: Date,
): Promise<Crossing[]> {
  const subscription = await findLiveSubscription(trx);
  if (subscription === undefined) return [];
  await updateSubscription(trx, subscription.id, {
    ...subscription,
    status: state === "suspended" ? "suspended" : "active",
  });
  await refreshQuotaState(trx, now);
  const period = await findPeriodAt(trx, now);
  if (period === undefined) return [];
  const mark = { state, thresholdPercent: 0 };
  const told = await recordCrossing(trx, { tenantId, periodId: period.id, allowance: wholeAccount, mark });
  return told === undefined ? [] : [told];
}
