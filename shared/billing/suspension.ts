import type { Kysely } from "kysely";
import { recordAudit } from "../tenants/queries/audit-log.ts";
import type { Database } from "../db/schema.d.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { lockAccount } from "./queries/billing-accounts.ts";
import { findPeriodAt } from "./queries/billing-periods.ts";
import { type Crossing, recordCrossing, wholeAccount } from "./queries/crossings.ts";
import { listOpenInvoices } from "./queries/invoices.ts";
import { openPeriods, termsOf } from "./open-periods.ts";
import { listPlanVersions } from "./queries/plan-versions.ts";
import { refreshQuotaState } from "./queries/quota-state.ts";
import {
  findLiveSubscription,
  type StoredSubscription,
  updateSubscription,
} from "./queries/subscriptions.ts";

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
  if (period === undefined) return [];
  const { debtGraceDays } = termsOf(period, await listPlanVersions(trx));
  const { owed_since: owedSince } = account;
  if (owedSince === null || now.getTime() - owedSince.getTime() < debtGraceDays * dayMs) return [];
  return suspend(trx, tenantId, now);
}

/** Suspends the scope's subscription, if one is live and not suspended yet. The caller has locked the account. */
export async function suspend(trx: TenantTransaction, tenantId: string, now: Date): Promise<Crossing[]> {
  const subscription = await findLiveSubscription(trx);
  if (subscription === undefined || subscription.status === "suspended") return [];
  return change(trx, tenantId, subscription, "suspended", now);
}

/** Ends a suspension once nothing is owed, and nothing of any invoice is overdue. */
export async function reinstate(trx: TenantTransaction, tenantId: string, now: Date): Promise<Crossing[]> {
  const subscription = await findLiveSubscription(trx);
  const { owed_minor: owedMinor } = await lockAccount(trx);
  if (subscription?.status !== "suspended" || owedMinor > 0) return [];
  if ((await listOpenInvoices(trx)).some(({ due_at: dueAt }) => dueAt <= now)) return [];
  return change(trx, tenantId, subscription, "ok", now);
}

async function change(
  trx: TenantTransaction,
  tenantId: string,
  subscription: StoredSubscription,
  state: "suspended" | "ok",
  now: Date,
): Promise<Crossing[]> {
  const status = state === "suspended" ? "suspended" : "active";
  await updateSubscription(trx, subscription.id, { ...subscription, status });
  await refreshQuotaState(trx, now);
  await recordAudit(trx, tenantId, {
    action: state === "suspended" ? "subscription.suspend" : "subscription.reinstate",
    subjectType: "subscription",
    subjectId: subscription.id,
    before: { status: subscription.status },
    after: { status },
  });
  const period = await findPeriodAt(trx, now);
  if (period === undefined) return [];
  const mark = { state, thresholdPercent: 0 };
  const told = await recordCrossing(trx, { tenantId, periodId: period.id, allowance: wholeAccount, mark });
  return told === undefined ? [] : [told];
}
