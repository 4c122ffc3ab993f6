import { type Kysely, sql } from "kysely";
import type { Database } from "../../db/schema.d.ts";
import type { SettlementFacts } from "./settlement-facts.ts";

export type UsageEvent = {
  id: string;
  meter: string;
  quantity: number;
  subjectId: string;
  outletId?: string | undefined;
  occurredAt: Date;
};

export type TenantBatch = { tenantId: string; events: readonly UsageEvent[] };

export type Counted = {
  tenantId: string;
  /** False: there is no such tenant (any more). */
  isKnown: boolean;
  /** The ids of those that were new. */
  counted: string[];
  /** The ids of those that no period was open for; nothing of them was written. */
  homeless: string[];
  /** Given when a charge is due or a mark was passed: to be settled before the commit. */
  toSettle: SettlementFacts | null;
};

/**
 * Counts the events of several tenants, each once, in one statement. Row-level security stays in force, for each
 * tenant's part sets its own scope; the transaction is left in the last one's. `withoutPeriod` counts also what no
 * period is open for.
 */
export async function countUsage(
  trx: Kysely<Database>,
  batches: readonly TenantBatch[],
  { now, withoutPeriod = false }: { now: Date; withoutPeriod?: boolean },
): Promise<Counted[]> {
  // Everybody locks tenants in this order, so that two of these cannot wait for each other.
  const ordered = batches.toSorted((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
  const rows = ordered.map(({ tenantId, events }) => {
    const column = <Value>(read: (event: UsageEvent) => Value): Value[] => events.map(read);
    return sql`(
      ${tenantId}::uuid, ${column(({ id }) => id)}::uuid[], ${column(({ outletId }) => outletId ?? null)}::uuid[],
      ${column(({ meter }) => meter)}::text[], ${column(({ subjectId }) => subjectId)}::text[],
      ${column(({ quantity }) => quantity)}::bigint[],
      ${column(({ occurredAt }) => occurredAt.toISOString())}::timestamptz[])`;
  });
  const { rows: counted } = await sql<Counted>`
    select b.tenant_id as "tenantId", c.is_known as "isKnown", c.counted, c.homeless, c.to_settle as "toSettle"
    from (values ${sql.join(rows)}) as b (tenant_id, ids, outlets, meters, subjects, quantities, times)
    cross join lateral count_usage(
      b.tenant_id, b.ids, b.outlets, b.meters, b.subjects, b.quantities, b.times, ${withoutPeriod}, ${now}) as c`.execute(
    trx,
  );
  return counted;
}
