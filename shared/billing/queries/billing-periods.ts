import type { PlanCode } from "../rules/plan.ts";
import type { Period, Segment } from "../rules/subscription.ts";
import type { BillingPeriod } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type StoredPeriod = Period & { id: string; subscriptionId: string; status: "open" | "closed" };

/** The scope's period that holds the moment, of whatever subscription. */
export async function findPeriodAt(trx: TenantTransaction, at: Date): Promise<StoredPeriod | undefined> {
  const row = await trx
    .selectFrom("billing_periods")
    .selectAll()
    .where("starts_at", "<=", at)
    .where("ends_at", ">", at)
    .executeTakeFirst();
  return row === undefined ? undefined : withSegments(trx, row);
}

export async function findLastPeriod(
  trx: TenantTransaction,
  subscriptionId?: string,
): Promise<StoredPeriod | undefined> {
  const row = await trx
    .selectFrom("billing_periods")
    .selectAll()
    .$if(subscriptionId !== undefined, (query) => query.where("subscription_id", "=", subscriptionId ?? ""))
    .orderBy("starts_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : withSegments(trx, row);
}

/** Locked until the transaction ends. */
export async function lockPeriod(trx: TenantTransaction, id: string): Promise<StoredPeriod | undefined> {
  const row = await trx
    .selectFrom("billing_periods")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : withSegments(trx, row);
}

/** `after` is the period that it follows; none for a subscription's first. */
export async function insertPeriod(
  trx: TenantTransaction,
  subscriptionId: string,
  period: Period,
  after?: Pick<Period, "endsAt">,
): Promise<StoredPeriod> {
  const { id } = await trx
    .insertInto("billing_periods")
    .values({
      subscription_id: subscriptionId,
      index: period.index,
      starts_at: period.startsAt,
      ends_at: period.endsAt,
      previous_ends_at: after?.endsAt ?? null,
      time_zone: period.timeZone,
      is_trial: period.isTrial,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  for (const segment of period.segments) await recordSegment(trx, id, segment);
  return { ...period, id, subscriptionId, status: "open" };
}

/** The plan from then on; a second choice at the same moment takes the first one's place. */
export async function recordSegment(
  trx: TenantTransaction,
  periodId: string,
  { startsAt, plan, version }: Segment,
): Promise<void> {
  await trx
    .insertInto("period_segments")
    .values({ period_id: periodId, starts_at: startsAt, plan, plan_version: version })
    .onConflict((conflict) =>
      conflict.columns(["period_id", "starts_at"]).doUpdateSet({ plan, plan_version: version }),
    )
    .execute();
}

export async function recordPeriodClosed(trx: TenantTransaction, id: string, at: Date): Promise<void> {
  await trx
    .updateTable("billing_periods")
    .set({ status: "closed", closed_at: at })
    .where("id", "=", id)
    .execute();
}

async function withSegments(trx: TenantTransaction, row: BillingPeriod): Promise<StoredPeriod> {
  const segments = await trx
    .selectFrom("period_segments")
    .select(["starts_at", "plan", "plan_version"])
    .where("period_id", "=", row.id)
    .orderBy("starts_at")
    .execute();
  return {
    id: row.id,
    subscriptionId: row.subscription_id,
    status: row.status,
    index: row.index,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    timeZone: row.time_zone,
    isTrial: row.is_trial,
    segments: segments.map((segment) => ({
      startsAt: segment.starts_at,
      plan: segment.plan as PlanCode,
      version: segment.plan_version,
    })),
  };
}
