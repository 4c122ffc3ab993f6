import type { Allowance, PlanVersion } from "../rules/plan.ts";
import { periodAllowances } from "../rules/proration.ts";
import { nextAttentionAt } from "../rules/quota-state.ts";
import type { Priced } from "../rules/overage.ts";
import type { Quota as QuotaRow } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";
import type { StoredPeriod } from "./billing-periods.ts";

/** Writes what the period's plan gives now into its quotas; what was counted stays. */
export async function recordAllowances(
  trx: TenantTransaction,
  period: StoredPeriod,
  versions: readonly PlanVersion[],
): Promise<void> {
  const known = await listQuotas(trx, period.id);
  for (const [allowance, terms] of Object.entries(periodAllowances(period, versions))) {
    const row = known.find((quota) => quota.allowance === allowance);
    if (row === undefined) await insertQuota(trx, period.id, allowance, terms);
    else await trx.updateTable("quotas").set(columnsOf(terms)).where("id", "=", row.id).execute();
  }
}

async function insertQuota(
  trx: TenantTransaction,
  periodId: string,
  allowance: string,
  terms: Allowance,
): Promise<void> {
  await trx
    .insertInto("quotas")
    .values({
      period_id: periodId,
      allowance,
      ...columnsOf(terms),
      attention_at: nextAttentionAt(0, 0, terms) ?? null,
    })
    .execute();
}

function columnsOf({ meters, included, limit, overage, stopsBot }: Allowance) {
  return {
    meters,
    included,
    is_hard: limit === "hard",
    price_minor: overage?.priceMinor ?? null,
    per_units: overage?.perUnits ?? null,
    stops_bot: stopsBot,
  };
}

/** The quotas of a period, by name. */
export async function listQuotas(trx: TenantTransaction, periodId: string): Promise<QuotaRow[]> {
  return trx
    .selectFrom("quotas")
    .selectAll()
    .where("period_id", "=", periodId)
    .orderBy("allowance")
    .execute();
}

export function pricedOf(row: Pick<QuotaRow, "included" | "price_minor" | "per_units">): Priced {
  const { included, price_minor: priceMinor, per_units: perUnits } = row;
  return { included, overage: priceMinor === null || perUnits === null ? null : { priceMinor, perUnits } };
}
