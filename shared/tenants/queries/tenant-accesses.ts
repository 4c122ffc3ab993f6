import { sql } from "kysely";
import type { TenantAccess } from "../../db/schema.d.ts";
import { inPage, type Page } from "../../db/page.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** Opens an operator's access to the scope's tenant, from now on for so many minutes: 60 at most. */
export async function recordTenantAccess(
  trx: TenantTransaction,
  access: { operatorUid: string; reason: string; minutes: number },
): Promise<TenantAccess> {
  return trx
    .insertInto("tenant_accesses")
    .values({
      operator_uid: access.operatorUid,
      reason: access.reason,
      expires_at: sql<Date>`now() + make_interval(mins => ${access.minutes})`,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The scope's accesses, newest first, older than the one `before`. */
export async function listTenantAccesses(trx: TenantTransaction, page: Page): Promise<TenantAccess[]> {
  return inPage(trx.selectFrom("tenant_accesses").selectAll(), page).execute();
}

/** Ends it now, unless it is over. Undefined when the scope has no such access. */
export async function endTenantAccess(
  trx: TenantTransaction,
  accessId: string,
): Promise<TenantAccess | undefined> {
  return trx
    .updateTable("tenant_accesses")
    .set({ ended_at: sql<Date>`coalesce(ended_at, least(now(), expires_at))` })
    .where("id", "=", accessId)
    .returningAll()
    .executeTakeFirst();
}
