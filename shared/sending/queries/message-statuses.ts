import { type Kysely, sql } from "kysely";
import { toJsonb } from "../../db/jsonb.ts";
import type { Database, MessageStatus } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type EarlyStatus = Pick<MessageStatus, "wamid" | "occurred_at" | "raw"> & { message_id: string };

/**
 * Joins the statuses that came before Meta's id of their message was stored; resolves to them. Whoever stores that id
 * calls this after it, in the same transaction: storing it locks the id against a status that is being parked.
 */
export async function joinParkedStatuses(
  trx: TenantTransaction,
  stored: readonly { messageId: string; outletId: string; wamid: string }[],
): Promise<EarlyStatus[]> {
  const { rows } = await sql<EarlyStatus>`
    update message_statuses parked set message_id = stored."messageId"
    from jsonb_to_recordset(${toJsonb(stored)}::jsonb) as stored ("messageId" uuid, "outletId" uuid, wamid text)
    where parked.outlet_id = stored."outletId" and parked.wamid = stored.wamid and parked.message_id is null
    returning parked.message_id, parked.wamid, parked.occurred_at, parked.raw`.execute(trx);
  return rows;
}

/** Forgets statuses of messages that were not stored in all that time. Returns how many. */
export async function forgetParkedStatuses(trx: TenantTransaction, before: Date): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom("message_statuses")
    .where("message_id", "is", null)
    .where("created_at", "<", before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** As the platform role: tenants with such statuses. */
export async function listTenantsWithParked(
  platformDb: Kysely<Database>,
  { before, limit }: { before: Date; limit: number },
): Promise<string[]> {
  const rows = await platformDb
    .selectFrom("message_statuses")
    .select("tenant_id")
    .distinct()
    .where("message_id", "is", null)
    .where("created_at", "<", before)
    .limit(limit)
    .execute();
  return rows.map((row) => row.tenant_id);
}
