import type { QuotaMark, QuotaState } from "../rules/quota-state.ts";
import { localDate } from "../rules/period-boundary.ts";
import { recordAudit } from "../../tenants/queries/audit-log.ts";
import type { QuotaCrossing } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** Names the tenant's account as a whole where an allowance would stand. */
export const wholeAccount = "account";

export type Crossing = {
  id: string;
  allowance: string;
  state: QuotaState;
  thresholdPercent: number;
  /** The period's first day, in its time zone. */
  periodStart: string;
};

export type NewCrossing = {
  tenantId: string;
  periodId: string;
  allowance: string;
  mark: QuotaMark;
  used?: number;
  included?: number;
};

/** Keeps that a quota passed a mark, with its audit entry; undefined when that was told in this period already. */
export async function recordCrossing(
  trx: TenantTransaction,
  crossing: NewCrossing,
): Promise<Crossing | undefined> {
  const { allowance, mark, tenantId, periodId } = crossing;
  const inserted = await trx
    .insertInto("quota_crossings")
    .values({
      period_id: periodId,
      allowance,
      state: mark.state,
      threshold_percent: mark.thresholdPercent,
      used: crossing.used ?? null,
      included: crossing.included ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted === undefined) return undefined;
  const period = await trx
    .selectFrom("billing_periods")
    .select(["starts_at", "time_zone"])
    .where("id", "=", periodId)
    .executeTakeFirstOrThrow();
  await recordAudit(trx, tenantId, {
    action: "quota.cross",
    subjectType: "quota",
    subjectId: allowance,
    after: { ...mark, used: crossing.used, included: crossing.included },
  });
  return {
    id: inserted.id,
    allowance,
    ...mark,
    periodStart: localDate(period.starts_at, period.time_zone),
  };
}

export async function findCrossing(trx: TenantTransaction, id: string): Promise<QuotaCrossing | undefined> {
  return trx.selectFrom("quota_crossings").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function recordCrossingMailed(trx: TenantTransaction, id: string, at: Date): Promise<void> {
  await trx.updateTable("quota_crossings").set({ mailed_at: at }).where("id", "=", id).execute();
}
