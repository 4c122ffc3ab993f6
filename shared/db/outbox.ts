import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import { toJsonb } from "./jsonb.ts";
import type { Database } from "./schema/database.ts";
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

/** Forgets a tenant's events that are published, in one round trip: the statements of a text are one transaction. */
export async function forgetPublished(
  db: Kysely<Database>,
  tenantId: string,
  ids: readonly string[],
): Promise<void> {
  if (!ids.every((id) => uuidPattern.test(id))) throw new TypeError("An event's id is a UUID");
  const list = ids.map((id) => `'${id}'`).join(", ");
  await sql.raw(`${setScopeStatement(tenantId)}; delete from outbox where id in (${list})`).execute(db);
}

/** Forgets events that are published; in the tenant's scope, or as the platform role. Returns how many were there. */
export async function deleteOutbox(db: Kysely<Database>, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { numDeletedRows } = await db.deleteFrom("outbox").where("id", "in", ids).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
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
