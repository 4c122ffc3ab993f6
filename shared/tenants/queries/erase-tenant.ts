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

/** Numbers and accounts that the scope's tenant has, or had. */
export async function listHeldNames(trx: TenantTransaction): Promise<string[]> {
  const held = await trx
    .selectFrom("number_holdings")
    .select(["waba_phone_number_id as number", "waba_business_account_id as account"])
    .execute();
  return [...new Set(held.flatMap(({ number, account }) => [number, account]))];
}

/**
 * As the platform role: removes dead letters without a tenant that name one of these numbers or accounts, whatever else
 * they hold, unless another tenant had it when they came. Returns how many there were.
 */
export async function deleteDeadLettersOf(
  platformDb: Kysely<Database>,
  tenantId: string,
  names: readonly string[],
): Promise<number> {
  if (names.length === 0) return 0;
  const { numDeletedRows } = await platformDb
    .deleteFrom("dead_letters")
    .where("id", "in", sql<string>`(select find_dead_letters_of(${tenantId}, ${names}))`)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/**
 * As the platform role: removes operators' kept replies that are about the tenant. One about no tenant came of a request
 * that changed nothing, a search say: it may hold what was found, and answering it anew does no harm.
 */
export async function deleteOperatorReplies(platformDb: Kysely<Database>, tenantId: string): Promise<number> {
  const { numDeletedRows } = await platformDb
    .deleteFrom("idempotency_keys")
    .where("tenant_id", "is", null)
    .where("status", "is not", null)
    .where((where) =>
      where.or([where("about_tenant_id", "=", tenantId), where("about_tenant_id", "is", null)]),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** As the platform role: which of these tenants are there. */
export async function filterTenants(
  platformDb: Kysely<Database>,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const found = await platformDb.selectFrom("tenants").select("id").where("id", "in", ids).execute();
  return new Set(found.map(({ id }) => id));
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
