import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import { toJsonb } from "./jsonb.ts";
import type { Database } from "./schema.d.ts";
import { setScopeStatement, type TenantTransaction, uuidPattern } from "./tenant-scope.ts";

export type OutboxEvent = {
  /** The event's own id, so that an event is never stored twice. */
  id: string;
  tenantId: string;
  topic: string;
  orderingKey?: string | undefined;
  envelope: unknown;
};

/** Stores events in the transaction that changes the state they tell of: both commit, or neither. */
export async function insertOutbox(trx: TenantTransaction, events: readonly OutboxEvent[]): Promise<void> {
  if (events.length === 0) return;
  await trx
    .insertInto("outbox")
    .values(
      events.map((event) => ({
        id: event.id,
        tenant_id: event.tenantId,
        topic: event.topic,
        ordering_key: event.orderingKey ?? null,
        envelope: toJsonb(event.envelope),
      })),
    )
    .execute();
}

export type Published = { tenantId: string; ids: readonly string[] };

/**
 * Forgets events of several tenants that are published, in one round trip: the statements of a text are one transaction.
 * Nobody waits for the disk: what a crash of the server brings back is published again, which every consumer bears.
 */
export async function deletePublished(db: Kysely<Database>, published: readonly Published[]): Promise<void> {
  const byTenant = Map.groupBy(published, ({ tenantId }) => tenantId);
  const statements = [...byTenant].map(([tenantId, own]) => {
    const ids = own.flatMap((one) => one.ids);
    if (!ids.every((id) => uuidPattern.test(id))) throw new TypeError("An event's id is a UUID");
    const list = ids.map((id) => `'${id}'`).join(", ");
    return `${setScopeStatement(tenantId)}; delete from outbox where id in (${list})`;
  });
  const withoutSync = "select set_config('synchronous_commit', 'off', true)";
  await sql.raw([withoutSync, ...statements].join("; ")).execute(db);
}

/** Forgets events that are published; in the tenant's scope, or as the platform role. Returns how many were there. */
export async function deleteOutbox(db: Kysely<Database>, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { numDeletedRows } = await db.deleteFrom("outbox").where("id", "in", ids).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** As the platform role: how long the oldest event of all tenants has waited, in milliseconds; 0 when none waits. */
export async function oldestOutboxAgeMs(platformDb: Kysely<Database>): Promise<number> {
  const { age } = await platformDb
    .selectFrom("outbox")
    .select(sql<number>`coalesce(extract(epoch from now() - min(created_at)) * 1000, 0)::float8`.as("age"))
    .executeTakeFirstOrThrow();
  return Math.max(0, Math.round(age));
}

/**
 * As the platform role: the oldest events that their own function did not publish in time, of all tenants, locked until
 * the transaction ends. Several drains at once share the work, because each skips what another holds.
 */
export async function listDueOutbox(
  platformTrx: Transaction<Database>,
  { olderThanMs, limit }: { olderThanMs: number; limit: number },
): Promise<OutboxEvent[]> {
  const rows = await platformTrx
    .selectFrom("outbox")
    .selectAll()
    .where("created_at", "<=", sql<Date>`now() - ${olderThanMs} * interval '1 millisecond'`)
    .orderBy("created_at")
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    topic: row.topic,
    orderingKey: row.ordering_key ?? undefined,
    envelope: row.envelope,
  }));
}
