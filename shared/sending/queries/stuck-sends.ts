import type { Kysely } from "kysely";
import type { Database } from "../../db/schema.d.ts";

export type StuckSend = {
  id: string;
  tenantId: string;
  conversationId: string;
  status: "queued" | "sending" | "unknown";
};

/**
 * As the platform role: sends that nobody is at any more. Claimed ones whose lease ended before `now`, queued ones
 * not touched since `queuedBefore` whose outlet holds nothing back, unknown ones not settled since `unknownBefore`; the
 * oldest first.
 */
export async function listStuckSends(
  platformDb: Kysely<Database>,
  {
    now,
    queuedBefore,
    unknownBefore,
    limit,
  }: { now: Date; queuedBefore: Date; unknownBefore: Date; limit: number },
): Promise<StuckSend[]> {
  const rows = await platformDb
    .selectFrom("messages")
    .select(["id", "tenant_id", "conversation_id", "status"])
    .where((where) =>
      where.or([
        where("status", "=", "sending").and("lease_until", "<", now),
        where("status", "=", "queued")
          .and("updated_at", "<", queuedBefore)
          .and("outlet_id", "in", (query) =>
            query.selectFrom("outlets").select("id").where("status", "=", "active"),
          ),
        where("status", "=", "unknown").and("updated_at", "<", unknownBefore),
      ]),
    )
    .orderBy("updated_at")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    conversationId: row.conversation_id,
    status: row.status as StuckSend["status"],
  }));
}
