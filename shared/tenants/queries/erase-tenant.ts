import { type Kysely, sql } from "kysely";
import type { Database } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** Makes the scope's tenant `erasing`; undefined when it is so already, or is not there. */
export async function markErasing(
  trx: TenantTransaction,
): Promise<{ id: string; statusBefore: string } | undefined> {
  const tenant = await trx
    .selectFrom("tenants")
    .select(["id", "status"])
    .where("status", "!=", "erasing")
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (tenant === undefined) return undefined;
  await trx
    .updateTable("tenants")
    .set((set) => ({ status: "erasing", version: set("version", "+", 1) }))
    .where("id", "=", tenant.id)
    .execute();
  return { id: tenant.id, statusBefore: tenant.status };
}

/** As the platform role: tenants that are to be erased, and since when nothing about them has changed. */
export async function listErasingTenants(
  platformDb: Kysely<Database>,
): Promise<{ id: string; since: Date }[]> {
  return platformDb
    .selectFrom("tenants")
    .select(["id", "updated_at as since"])
    .where("status", "=", "erasing")
    .orderBy("updated_at")
    .execute();
}

export type TenantOutlet = { id: string; phoneNumberId: string; businessAccountId: string };

/** As the platform role: the tenant's outlets, and whether they have proven their numbers. */
export async function listTenantOutlets(
  platformDb: Kysely<Database>,
  tenantId: string,
): Promise<(TenantOutlet & { isProven: boolean })[]> {
  const outlets = await platformDb
    .selectFrom("outlets")
    .select(["id", "status", "proven_at", "waba_phone_number_id", "waba_business_account_id"])
    .where("tenant_id", "=", tenantId)
    .execute();
  return outlets.map((outlet) => ({
    id: outlet.id,
    phoneNumberId: outlet.waba_phone_number_id,
    businessAccountId: outlet.waba_business_account_id,
    isProven: ["active", "paused"].includes(outlet.status) || outlet.proven_at !== null,
  }));
}

/** The tenant's users' accounts; those that were there before the user was are not ours to delete. */
export async function listAccounts(trx: TenantTransaction): Promise<{ uid: string; linked: boolean }[]> {
  return trx.selectFrom("users").select(["firebase_uid as uid", "account_linked as linked"]).execute();
}

/**
 * As the platform role: removes dead letters without a tenant that name one of these phone numbers, whatever else
 * they hold. Returns how many there were.
 */
export async function deleteDeadLettersOf(
  platformDb: Kysely<Database>,
  phoneNumberIds: readonly string[],
): Promise<number> {
  if (phoneNumberIds.length === 0) return 0;
  const { numDeletedRows } = await platformDb
    .deleteFrom("dead_letters")
    .where("id", "in", sql<string>`(select find_dead_letters_naming(${phoneNumberIds}))`)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

export type Erased = { done: boolean; rows: Record<string, number> };

/**
 * As the platform role: deletes up to `maxRows` rows of a tenant that is `erasing`; call it until it says that it is
 * done. The last call deletes the tenant and writes the one trace that stays, with `removed` in it. A tenant that is
 * not there is done; one that is not `erasing` is an error.
 */
export async function eraseTenantRows(
  platformDb: Kysely<Database>,
  tenantId: string,
  { maxRows, removed }: { maxRows: number; removed: Record<string, unknown> },
): Promise<Erased> {
  const { rows } = await sql<{ erased: Erased }>`
    select erase_tenant(${tenantId}, ${maxRows}, ${JSON.stringify(removed)}::jsonb) as erased`.execute(
    platformDb,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("erase_tenant answered nothing");
  return row.erased;
}
