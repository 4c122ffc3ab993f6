import type { Kysely } from "kysely";
import { composeInvoice } from "./rules/invoice.ts";
import { entriesOf } from "./rules/ledger.ts";
import type { PlanTerms } from "./rules/plan.ts";
import { proratedFees } from "./rules/proration.ts";
import { recordAudit } from "../tenants/queries/audit-log.ts";
import type { Database } from "../db/schema.d.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { balancesOf, lockAccount, recordBalances } from "./queries/billing-accounts.ts";
import { lockPeriod, recordPeriodClosed, type StoredPeriod } from "./queries/billing-periods.ts";
import type { Crossing } from "./queries/crossings.ts";
import { type NewNotice, recordInvoiceNotice } from "./queries/invoice-notices.ts";
import { insertInvoice, listAdjustments, sumOwed } from "./queries/invoices.ts";
import { recordTransaction } from "./queries/ledger.ts";
import { openPeriods, termsOf } from "./open-periods.ts";
import { payFromDeposit } from "./pay-from-deposit.ts";
import { listPlanVersions } from "./queries/plan-versions.ts";
import { listQuotas, pricedOf } from "./queries/quotas.ts";
import { settle } from "./settle.ts";
import { findLiveSubscription } from "./queries/subscriptions.ts";

/** As the platform role: open periods that ended before then, the earliest first. */
export async function listDuePeriods(
  platformDb: Kysely<Database>,
  { endedBefore, limit }: { endedBefore: Date; limit: number },
): Promise<{ id: string; tenantId: string }[]> {
  return platformDb
    .selectFrom("billing_periods")
    .select(["id", "tenant_id as tenantId"])
    .where("status", "=", "open")
    .where("ends_at", "<=", endedBefore)
    .orderBy("ends_at")
    .limit(limit)
    .execute();
}

export type ClosedPeriod = { invoiceId: string; crossings: Crossing[]; notices: NewNotice[] };

/**
 * Closes a period of the scope's tenant: charges what is still to be charged, freezes its totals, writes its invoice, pays
 * it from the deposit where that covers it, and opens the next. All of it or nothing; undefined when it is closed already.
 */
export async function closePeriod(
  trx: TenantTransaction,
  tenantId: string,
  periodId: string,
  now: Date,
): Promise<ClosedPeriod | undefined> {
  await lockAccount(trx);
  await openPeriods(trx, now);
  const period = await lockPeriod(trx, periodId);
  if (period === undefined || period.status === "closed") return undefined;
  if (period.endsAt > now) throw new RangeError("the period has not ended");
  const crossings = await settle(trx, tenantId, now);
  const { invoiceId, totalMinor } = await writeInvoice(trx, period, now);
  await recordPeriodClosed(trx, periodId, now);
  await recordAudit(trx, tenantId, {
    action: "period.close",
    subjectType: "billing_period",
    subjectId: periodId,
    after: { invoiceId },
  });
  const notices: NewNotice[] = [];
  for (const paid of await payFromDeposit(trx, now)) {
    if (paid === invoiceId) continue;
    notices.push(...(await recordInvoiceNotice(trx, tenantId, { invoiceId: paid, kind: "paid", at: now })));
  }
  // One of nothing, as of a trial, is there to be read, and bothers nobody.
  if (totalMinor > 0)
    notices.push(...(await recordInvoiceNotice(trx, tenantId, { invoiceId, kind: "issued", at: now })));
  return { invoiceId, crossings, notices };
}

/** What is due of it: its fee, and what of its overage there was no money for. */
async function writeInvoice(
  trx: TenantTransaction,
  period: StoredPeriod,
  now: Date,
): Promise<{ invoiceId: string; totalMinor: number }> {
  const account = await lockAccount(trx);
  const { currency } = account;
  const versions = await listPlanVersions(trx);
  const fees = proratedFees(period, versions);
  const feeMinor = fees.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const quotas = await listQuotas(trx, period.id);
  const { lines, totalMinor } = composeInvoice({
    fees,
    overages: quotas.map((quota) => ({
      allowance: quota.allowance,
      used: quota.used,
      chargedMinor: quota.charged_minor,
      ...pricedOf(quota),
    })),
    adjustments: await listAdjustments(trx, period.id),
  });
  const owedMinor = await sumOwed(trx, { periodId: period.id, owedMinor: account.owed_minor });
  const invoiceId = await insertInvoice(trx, {
    periodId: period.id,
    currency,
    lines,
    totalMinor,
    paidMinor: totalMinor - feeMinor - owedMinor,
    issuedAt: now,
    dueAt: await dueAtOf(trx, termsOf(period, versions), now),
  });
  if (feeMinor > 0) {
    const entries = entriesOf({ invoiced: feeMinor, revenue: -feeMinor });
    await recordTransaction(trx, { kind: "fee", entries, currency, periodId: period.id, invoiceId });
  }
  if (owedMinor > 0) {
    const entries = entriesOf({ invoiced: owedMinor, owed: -owedMinor });
    await recordTransaction(trx, { kind: "debt_invoiced", entries, currency, invoiceId });
    const balances = balancesOf(account);
    await recordBalances(trx, account, { ...balances, owedMinor: balances.owedMinor - owedMinor }, now);
  }
  return { invoiceId, totalMinor };
}

/** At once where the tenant is suspended for debt: an invoice must not put off what it takes over. */
async function dueAtOf(trx: TenantTransaction, { paymentDays }: PlanTerms, now: Date): Promise<Date> {
  const subscription = await findLiveSubscription(trx);
  if (subscription?.status === "suspended") return now;
  return new Date(now.getTime() + paymentDays * 86_400_000);
}
