import type { Kysely } from "kysely";
import type { Database } from "./schema/database.ts";
import type { MessageStatus } from "./schema/message-statuses.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

/** Joins the statuses that came before their message was stored; resolves to them. */
export async function joinParkedStatuses(
  trx: TenantTransaction,
  outletId: string,
  wamid: string,
  messageId: string,
): Promise<MessageStatus[]> {
  return trx
    .updateTable("message_statuses")
    .set({ message_id: messageId })
    .where("outlet_id", "=", outletId)
    .where("wamid", "=", wamid)
    .where("message_id", "is", null)
    .returningAll()
    .execute();
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
