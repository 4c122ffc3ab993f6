import type { Insertable, Updateable } from "kysely";
import { coexistenceLevel } from "../../whatsapp/rules/send-pace.ts";
import type { Outlet, OutletsTable } from "../../db/schema.d.ts";
import { inPage, type Page } from "../../db/page.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** The tenant's outlet. Throws `NoResultError` when this tenant has none of that id. */
export async function getOutlet(trx: TenantTransaction, outletId: string): Promise<Outlet> {
  return trx.selectFrom("outlets").selectAll().where("id", "=", outletId).executeTakeFirstOrThrow();
}

/** The same, locked until the transaction ends; undefined when the tenant has none of that id. */
export async function lockOutlet(trx: TenantTransaction, outletId: string): Promise<Outlet | undefined> {
  return trx.selectFrom("outlets").selectAll().where("id", "=", outletId).forUpdate().executeTakeFirst();
}

export async function findOutlet(trx: TenantTransaction, outletId: string): Promise<Outlet | undefined> {
  return trx.selectFrom("outlets").selectAll().where("id", "=", outletId).executeTakeFirst();
}

/** An outlet of the business account that has a token; undefined when the tenant has none. */
export async function findOutletOfAccount(
  trx: TenantTransaction,
  businessAccountId: string,
): Promise<Outlet | undefined> {
  return trx
    .selectFrom("outlets")
    .selectAll()
    .where("waba_business_account_id", "=", businessAccountId)
    .where("access_token_ciphertext", "is not", null)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
}

export type OutletFilter = { status?: Outlet["status"] | undefined };

/** The scope's outlets in the order of their making. */
export async function listOutlets(
  trx: TenantTransaction,
  filter: OutletFilter,
  page: Page,
): Promise<Outlet[]> {
  return inPage(
    trx
      .selectFrom("outlets")
      .selectAll()
      .$if(filter.status !== undefined, (query) => query.where("status", "=", filter.status ?? "active")),
    page,
  ).execute();
}

export async function recordOutlet(
  trx: TenantTransaction,
  outlet: Insertable<OutletsTable>,
): Promise<Outlet> {
  return trx.insertInto("outlets").values(outlet).returningAll().executeTakeFirstOrThrow();
}

/** Changes what is given, and raises the version. */
export async function updateOutlet(
  trx: TenantTransaction,
  outletId: string,
  change: Updateable<OutletsTable>,
): Promise<Outlet> {
  return trx
    .updateTable("outlets")
    .set((set) => ({ ...change, version: set("version", "+", 1) }))
    .where("id", "=", outletId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The number is used in the WhatsApp Business app as well: Meta takes fewer messages a second of it. */
export async function noteCoexistence(trx: TenantTransaction, outletId: string): Promise<void> {
  await trx
    .updateTable("outlets")
    .set({ throughput_level: coexistenceLevel })
    .where("id", "=", outletId)
    .where("throughput_level", "is distinct from", coexistenceLevel)
    .execute();
}

/** Removes the outlet. Throws PostgreSQL's 23503 when it has conversations or usage, which it must not take along. */
export async function deleteOutlet(trx: TenantTransaction, outletId: string): Promise<void> {
  await trx.deleteFrom("outlets").where("id", "=", outletId).execute();
}
