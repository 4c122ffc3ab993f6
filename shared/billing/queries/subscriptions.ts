import type { Subscription } from "../rules/subscription.ts";
import type { Subscription as SubscriptionRow } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type StoredSubscription = Subscription & { id: string; version: number };

/** The scope's subscription that has not ended. */
export async function findLiveSubscription(trx: TenantTransaction): Promise<StoredSubscription | undefined> {
  const row = await trx
    .selectFrom("subscriptions")
    .selectAll()
    .where("status", "<>", "canceled")
    .executeTakeFirst();
  return row === undefined ? undefined : toSubscription(row);
}

/** The newest, ended or not. */
export async function findLastSubscription(trx: TenantTransaction): Promise<StoredSubscription | undefined> {
  const row = await trx
    .selectFrom("subscriptions")
    .selectAll()
    .orderBy("started_at", "desc")
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toSubscription(row);
}

export async function insertSubscription(
  trx: TenantTransaction,
  subscription: Subscription,
): Promise<string> {
  const { id } = await trx
    .insertInto("subscriptions")
    .values({ ...columnsOf(subscription), started_at: subscription.startedAt })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export async function updateSubscription(
  trx: TenantTransaction,
  id: string,
  subscription: Subscription,
): Promise<void> {
  await trx
    .updateTable("subscriptions")
    .set((set) => ({ ...columnsOf(subscription), version: set("version", "+", 1) }))
    .where("id", "=", id)
    .execute();
}

/** Ended at that time: nothing of it renews. */
export async function endSubscription(trx: TenantTransaction, id: string, at: Date): Promise<void> {
  await trx
    .updateTable("subscriptions")
    .set((set) => ({ status: "canceled", canceled_at: at, version: set("version", "+", 1) }))
    .where("id", "=", id)
    .execute();
}

function columnsOf(subscription: Subscription) {
  return {
    plan: subscription.plan,
    status: subscription.status,
    anchor_date: subscription.anchorDate,
    trial_ends_at: subscription.trialEndsAt,
    pending_plan: subscription.pendingPlan,
    cancel_at_period_end: subscription.cancelAtPeriodEnd,
  };
}

function toSubscription(row: SubscriptionRow): StoredSubscription {
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    plan: row.plan,
    anchorDate: row.anchor_date,
    startedAt: row.started_at,
    trialEndsAt: row.trial_ends_at,
    pendingPlan: row.pending_plan,
    cancelAtPeriodEnd: row.cancel_at_period_end,
  };
}
