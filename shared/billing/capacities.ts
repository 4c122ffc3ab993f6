import { sql } from "kysely";
import { comparePlans, planCodes, planInForce, type PlanCode, type PlanVersion } from "./rules/plan.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { openPeriods, termsOf } from "./open-periods.ts";
import { listPlanVersions } from "./queries/plan-versions.ts";
import { findLastSubscription } from "./queries/subscriptions.ts";

/** What a plan limits the number of that exist at a time. */
export type Capacity = "outlets" | "users" | "documents" | "storageBytes";

/** How much of each there is in the scope. */
export async function countCapacities(trx: TenantTransaction): Promise<Record<Capacity, number>> {
  const { rows } = await sql<Record<Capacity, number>>`
    select (select count(*) from outlets) as outlets, (select count(*) from users) as users,
      count(*) as documents, coalesce(sum(size_bytes), 0)::bigint as "storageBytes"
    from documents where status <> 'deleting'`.execute(trx);
  return rows[0] ?? { outlets: 0, users: 0, documents: 0, storageBytes: 0 };
}

/** What there is more of than the plan, as it is sold now, has room for. */
export async function listOverCapacity(
  trx: TenantTransaction,
  plan: PlanCode,
  now: Date,
): Promise<{ name: Capacity; used: number; allowed: number }[]> {
  const { capacities } = planInForce(await listPlanVersions(trx), plan, now).terms;
  const counts = await countCapacities(trx);
  return (Object.entries(capacities) as [Capacity, number][]).flatMap(([name, allowed]) =>
    counts[name] > allowed ? [{ name, used: counts[name], allowed }] : [],
  );
}

/** A limit of the plan that leaves no room for what is to be made. */
export type PlanLimit = {
  name: Capacity;
  used: number;
  allowed: number;
  /** Null where the subscription has ended. */
  plan: PlanCode | null;
  /** The smallest plan that has room; null where none has. */
  upgradeTo: PlanCode | null;
};

/**
 * The limit that keeps the scope from having so many more, if one does. Others that ask wait until the transaction ends, so
 * that of many that are made at once no more fit than there is room for. What is there stays, however much it is. A tenant
 * that never had a subscription is not held back; one whose subscription has ended makes nothing new.
 */
export async function findPlanLimit(
  trx: TenantTransaction,
  more: Partial<Record<Capacity, number>>,
  now: Date,
): Promise<PlanLimit | undefined> {
  const { plan, allowed, versions } = await awaitAllowed(trx, now);
  const counts = await countCapacities(trx);
  for (const [name, added] of Object.entries(more) as [Capacity, number][]) {
    const used = counts[name];
    if (added === 0 || used + added <= allowed[name]) continue;
    const upgradeTo = planCodes.find((code) => {
      if (plan !== null && comparePlans(code, plan) <= 0) return false;
      return used + added <= (planInForce(versions, code, now).terms.capacities[name] ?? Infinity);
    });
    return { name, used, allowed: allowed[name], plan, upgradeTo: upgradeTo ?? null };
  }
  return undefined;
}

/** How many more there is room for, without a limit `Infinity`; others wait as for `findPlanLimit`. */
export async function findRoom(trx: TenantTransaction, name: Capacity, now: Date): Promise<number> {
  const { allowed } = await awaitAllowed(trx, now);
  return Math.max(0, allowed[name] - (await countCapacities(trx))[name]);
}

type Allowed = {
  plan: PlanCode | null;
  allowed: Record<Capacity, number>;
  versions: readonly PlanVersion[];
};

async function awaitAllowed(trx: TenantTransaction, now: Date): Promise<Allowed> {
  // A lock of its own: the account's would keep usage from being counted while a user's account is made elsewhere.
  await sql`select pg_advisory_xact_lock(hashtextextended(app_tenant_id()::text, 3))`.execute(trx);
  const versions = await listPlanVersions(trx);
  const period = await openPeriods(trx, now);
  if (period === undefined) {
    const each = (await findLastSubscription(trx)) === undefined ? Infinity : 0;
    const allowed = { outlets: each, users: each, documents: each, storageBytes: each };
    return { plan: null, allowed, versions };
  }
  const { storageBytes = Infinity, ...counted } = termsOf(period, versions).capacities;
  return { plan: period.segments.at(-1)?.plan ?? null, allowed: { ...counted, storageBytes }, versions };
}
