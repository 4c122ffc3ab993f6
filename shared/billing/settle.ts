import { type Kysely, sql } from "kysely";
import { rankOf } from "./rules/quota-state.ts";
import { planSettlement, type Posting, type QuotaChange } from "./rules/settlement.ts";
import type { Database } from "../db/schema.d.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { lockAccount } from "./queries/billing-accounts.ts";
import type { Crossing } from "./queries/crossings.ts";
import { openPeriods } from "./open-periods.ts";
import { loadSettlementFacts, type PeriodQuota, type SettlementFacts } from "./queries/settlement-facts.ts";

/**
 * Brings the scope's ledger, quota states and what its functions may do up to its counters, in the caller's
 * transaction. Resolves to the crossings that nobody was told of yet. Doing it again changes nothing.
 */
export async function settle(trx: TenantTransaction, tenantId: string, now: Date): Promise<Crossing[]> {
  await lockAccount(trx);
  // Something that came late is charged on the bill of the present period, which nobody may have opened yet.
  await openPeriods(trx, now);
  const facts = await loadSettlementFacts(trx, now);
  const settled = await applySettlements(trx, [{ tenantId, facts }], now);
  return settled.get(tenantId) ?? [];
}

/** The same for many tenants whose accounts are locked, in one statement; leaves the transaction in the last one's scope. */
export async function applySettlements(
  trx: Kysely<Database>,
  tenants: readonly { tenantId: string; facts: SettlementFacts }[],
  now: Date,
): Promise<Map<string, Crossing[]>> {
  if (tenants.length === 0) return new Map();
  const rows = tenants.map(
    ({ tenantId, facts }) => sql`(${tenantId}::uuid, ${JSON.stringify(toPlan(facts))}::jsonb)`,
  );
  const { rows: applied } = await sql<{ tenantId: string; told: Crossing[] }>`
    select s.tenant_id as "tenantId", apply_settlement(s.tenant_id, ${now}, s.plan) as told
    from (values ${sql.join(rows)}) as s (tenant_id, plan)`.execute(trx);
  return new Map(applied.map(({ tenantId, told }) => [tenantId, told]));
}

function toPlan({ account, quotas, presentPeriod }: SettlementFacts) {
  const bookedId = presentPeriod?.isOpen === true ? presentPeriod.id : undefined;
  // What comes late after the last period of all is counted and shown, and no invoice is left to charge it on.
  const chargeable = bookedId === undefined ? quotas.filter(({ isOpen }) => isOpen) : quotas;
  const { balances, postings, quotas: changes } = planSettlement(account, chargeable);
  const changed = changes.map((change) => ({ change, quota: getQuota(quotas, change.id) }));
  return {
    ...balances,
    currency: account.currency,
    postings: withBalances(postings, account.depositMinor).map((posting) => ({
      ...posting,
      periodId: posting.kind === "adjustment" ? bookedId : ownPeriodOf(posting, quotas),
    })),
    quotas: changed
      .filter(({ change, quota }) => isChange(quota, change))
      .map(({ change: { id, chargedMinor, adjustmentChargedMinor, attentionAt, mark } }) => {
        return { id, chargedMinor, adjustmentChargedMinor, attentionAt, ...mark };
      }),
    crossings: changed
      .flatMap(({ change, quota: { periodId, allowance, used, included } }) =>
        change.passed.map((mark) => ({ periodId, allowance, used, included, ...mark })),
      )
      .map((crossing, nth) => ({ nth, ...crossing })),
  };
}

function ownPeriodOf({ quotaId }: Posting, quotas: readonly PeriodQuota[]): string | undefined {
  return quotaId === undefined ? undefined : getQuota(quotas, quotaId).periodId;
}

/** Each entry of the deposit with the deposit after it, as a statement of account shows. */
function withBalances(postings: readonly Posting[], depositMinor: number) {
  let deposit = depositMinor;
  return postings.map((posting) => ({
    ...posting,
    entries: posting.entries.map((entry) => {
      if (entry.account !== "deposit") return entry;
      deposit -= entry.amountMinor;
      return { ...entry, balanceMinor: deposit };
    }),
  }));
}

function isChange(quota: PeriodQuota, change: QuotaChange): boolean {
  return (
    change.chargedMinor !== quota.chargedMinor ||
    change.adjustmentChargedMinor !== quota.adjustmentChargedMinor ||
    (change.attentionAt ?? null) !== quota.attentionAt ||
    rankOf(change.mark) !== rankOf(quota.mark)
  );
}

function getQuota(quotas: readonly PeriodQuota[], id: string): PeriodQuota {
  const found = quotas.find((quota) => quota.id === id);
  if (found === undefined) throw new Error("a settlement names a quota that it was not given");
  return found;
}
