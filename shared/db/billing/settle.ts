import { rankOf } from "../../domain/billing/quota-state.ts";
import { planSettlement, type Posting, type QuotaChange } from "../../domain/billing/settlement.ts";
import type { BillingAccount } from "../schema/billing-accounts.ts";
import type { TenantTransaction } from "../tenant-scope.ts";
import { balancesOf, lockAccount, recordBalances } from "./billing-accounts.ts";
import { findPeriodAt } from "./billing-periods.ts";
import { type Crossing, recordCrossing } from "./crossings.ts";
import { recordTransaction } from "./ledger.ts";
import { openPeriods } from "./open-periods.ts";
import { listQuotasToSettle, type PeriodQuota, recordQuotaChange } from "./quotas.ts";
import { refreshQuotaState } from "./quota-state.ts";

/**
 * Brings the scope's ledger, quota states and what its functions may do up to its counters, in the caller's
 * transaction. Resolves to the crossings that nobody was told of yet. Doing it again changes nothing.
 */
export async function settle(trx: TenantTransaction, tenantId: string, now: Date): Promise<Crossing[]> {
  const account = await lockAccount(trx);
  const quotas = await listQuotasToSettle(trx);
  const booked = (await findPeriodAt(trx, now)) ?? (await openPeriods(trx, now));
  const bookedId = booked?.status === "open" ? booked.id : undefined;
  // What comes late after the last period of all is counted and shown, and no invoice is left to charge it on.
  const chargeable = bookedId === undefined ? quotas.filter(({ isOpen }) => isOpen) : quotas;
  const plan = planSettlement(balancesOf(account), chargeable);
  if (plan.postings.length > 0) {
    await recordBalances(trx, account, plan.balances, now);
    await recordPostings(trx, account, plan.postings, quotas, bookedId);
  }
  const crossings: Crossing[] = [];
  for (const change of plan.quotas) {
    const quota = getQuota(quotas, change.id);
    if (isChange(quota, change)) await recordQuotaChange(trx, change);
    for (const mark of change.passed) {
      const { periodId, allowance, used, included } = quota;
      const told = await recordCrossing(trx, { tenantId, periodId, allowance, mark, used, included });
      if (told !== undefined) crossings.push(told);
    }
  }
  await refreshQuotaState(trx, now);
  return crossings;
}

function isChange(quota: PeriodQuota, change: QuotaChange): boolean {
  return (
    change.chargedMinor !== quota.chargedMinor ||
    change.adjustmentChargedMinor !== quota.adjustmentChargedMinor ||
    change.attentionAt !== quota.attentionAt ||
    rankOf(change.mark) !== rankOf(quota.mark)
  );
}

async function recordPostings(
  trx: TenantTransaction,
  account: BillingAccount,
  postings: readonly Posting[],
  quotas: readonly PeriodQuota[],
  bookedId: string | undefined,
): Promise<void> {
  let depositMinor = account.deposit_minor;
  for (const { kind, quotaId, entries } of postings) {
    for (const entry of entries) if (entry.account === "deposit") depositMinor -= entry.amountMinor;
    const ownPeriod = quotaId === undefined ? undefined : getQuota(quotas, quotaId).periodId;
    await recordTransaction(trx, {
      kind,
      entries,
      quotaId,
      periodId: kind === "adjustment" ? bookedId : ownPeriod,
      currency: account.currency,
      depositMinor,
    });
  }
}

function getQuota(quotas: readonly PeriodQuota[], id: string): PeriodQuota {
  const found = quotas.find((quota) => quota.id === id);
  if (found === undefined) throw new Error("a settlement names a quota that it was not given");
  return found;
}
