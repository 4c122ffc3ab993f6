import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema/database.ts";
import type { Outlet } from "./schema/outlets.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

export type FoundOutlet = { outletId: string; tenantId: string; status: Outlet["status"] };

/** Whose WhatsApp number this is. The one question that needs no tenant scope: it is how the tenant becomes known. */
export async function findOutletByPhoneNumberId(
  db: Kysely<Database>,
  phoneNumberId: string,
): Promise<FoundOutlet | undefined> {
  const { rows } = await sql<FoundOutlet>`
    select outlet_id as "outletId", tenant_id as "tenantId", status
    from find_outlet_by_phone_number_id(${phoneNumberId})`.execute(db);
  return rows[0];
}

/** The tenant's outlet. Throws `NoResultError` when this tenant has none of that id. */
export async function getOutlet(trx: TenantTransaction, outletId: string): Promise<Outlet> {
  return trx.selectFrom("outlets").selectAll().where("id", "=", outletId).executeTakeFirstOrThrow();
}
