import type { Kysely } from "kysely";
import { composeInvoice } from "../../domain/billing/invoice.ts";
import { entriesOf } from "../../domain/billing/ledger.ts";
import { proratedFees } from "../../domain/billing/proration.ts";
import { recordAudit } from "../audit-log.ts";
import type { Database } from "../schema/database.ts";
import type { TenantTransaction } from "../tenant-scope.ts";
import { lockAccount } from "./billing-accounts.ts";
import { lockPeriod, recordPeriodClosed, type StoredPeriod } from "./billing-periods.ts";
import type { Crossing } from "./crossings.ts";
import { insertInvoice, listAdjustments, sumDrawn } from "./invoices.ts";
import { recordTransaction } from "./ledger.ts";
import { openPeriods } from "./open-periods.ts";
import { listPlanVersions } from "./plan-versions.ts";
import { listQuotas, pricedOf } from "./quotas.ts";
import { settle } from "./settle.ts";

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

/**
 * Closes a period of the scope's tenant: charges what is still to be charged, freezes its totals, writes its invoice,
 * and opens the next. All of it or nothing; undefined when it is closed already.
 */
export async function closePeriod(
  trx: TenantTransaction,
  tenantId: string,
  periodId: string,
  now: Date,
): Promise<{ invoiceId: string; crossings: Crossing[] } | undefined> {
  const { currency } = await lockAccount(trx);
  await openPeriods(trx, now);
  const period = await lockPeriod(trx, periodId);
  if (period === undefined || period.status === "closed") return undefined;
  if (period.endsAt > now) throw new RangeError("the period has not ended");
  const crossings = await settle(trx, tenantId, now);
  const invoiceId = await writeInvoice(trx, period, currency);
  await recordPeriodClosed(trx, periodId, now);
  await recordAudit(trx, tenantId, {
    actor: { type: "system" },
    action: "period.close",
    subjectType: "billing_period",
    subjectId: periodId,
    after: { invoiceId },
  });
  return { invoiceId, crossings };
}

async function writeInvoice(trx: TenantTransaction, period: StoredPeriod, currency: string): Promise<string> {
  const fees = proratedFees(period, await listPlanVersions(trx));
  const feeMinor = fees.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (feeMinor > 0) {
    const entries = entriesOf({ invoiced: feeMinor, revenue: -feeMinor });
    await recordTransaction(trx, { kind: "fee", entries, currency, periodId: period.id });
  }
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
  const paidMinor = await sumDrawn(trx, period.id);
  return insertInvoice(trx, { periodId: period.id, currency, lines, totalMinor, paidMinor });
}
