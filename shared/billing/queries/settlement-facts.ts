import { sql } from "kysely";
import type { Balances, Quota } from "../rules/settlement.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** A quota as settling sees it. */
export type PeriodQuota = Quota & { periodId: string; allowance: string; attentionAt: number | null };

/** All that a settlement is planned from. */
export type SettlementFacts = {
  account: Balances & { currency: string };
  presentPeriod: { id: string; isOpen: boolean } | null;
  quotas: PeriodQuota[];
};

/** Of the scope's tenant, whose account the caller has locked. */
export async function loadSettlementFacts(trx: TenantTransaction, now: Date): Promise<SettlementFacts> {
  const { rows } = await sql<{ facts: SettlementFacts }>`select settlement_facts(${now}) as facts`.execute(
    trx,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("a query without a row");
  return row.facts;
}
