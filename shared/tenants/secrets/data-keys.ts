import { type Kysely, sql } from "kysely";
import type { Database } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** A tenant's data key: sealed, and the name of the key that sealed it. */
export type StoredDataKey = { wrapped: Buffer; keyName: string };

/** The tenant's data key; undefined when it has none yet. */
export async function findDataKey(trx: TenantTransaction): Promise<StoredDataKey | undefined> {
  return trx
    .selectFrom("tenant_data_keys")
    .select(["wrapped_key as wrapped", "wrapping_key_name as keyName"])
    .where("retired_at", "is", null)
    .executeTakeFirst();
}

/** Stores the tenant's first data key, or finds that another transaction was faster; resolves to the one that counts. */
export async function recordDataKey(
  trx: TenantTransaction,
  { wrapped, keyName }: StoredDataKey,
): Promise<StoredDataKey> {
  await trx
    .insertInto("tenant_data_keys")
    .values({ wrapped_key: wrapped, wrapping_key_name: keyName })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const recorded = await findDataKey(trx);
  if (recorded === undefined) throw new Error("the tenant's data key was retired this very moment");
  return recorded;
}

/** Nothing is sealed with the key any more; does nothing when another transaction has retired it. */
export async function retireDataKey(trx: TenantTransaction, { wrapped }: StoredDataKey): Promise<void> {
  await trx
    .updateTable("tenant_data_keys")
    .set({ retired_at: sql<Date>`now()` })
    .where("wrapped_key", "=", wrapped)
    .where("retired_at", "is", null)
    .execute();
}

/** As the platform role: tenants with a data key that another key than this has sealed; after `after`, by id. */
export async function listTenantsToRewrap(
  platformDb: Kysely<Database>,
  { currentKeyName, after, limit }: { currentKeyName: string; after: string | undefined; limit: number },
): Promise<string[]> {
  const rows = await platformDb
    .selectFrom("tenant_data_keys")
    .select("tenant_id")
    .distinct()
    .where("wrapping_key_name", "!=", currentKeyName)
    .where("retired_at", "is", null)
    .$if(after !== undefined, (query) => query.where("tenant_id", ">", after ?? ""))
    .orderBy("tenant_id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.tenant_id);
}

/** The tenant's data keys that another key than this has sealed; a retired one seals nothing that is read. */
export async function listDataKeysToRewrap(
  trx: TenantTransaction,
  currentKeyName: string,
): Promise<(StoredDataKey & { id: string })[]> {
  return trx
    .selectFrom("tenant_data_keys")
    .select(["id", "wrapped_key as wrapped", "wrapping_key_name as keyName"])
    .where("wrapping_key_name", "!=", currentKeyName)
    .where("retired_at", "is", null)
    .execute();
}

/** Puts the same data key in under another seal; false when somebody else has done so, or it is gone. */
export async function replaceWrappedKey(
  trx: TenantTransaction,
  dataKeyId: string,
  { from, to }: { from: StoredDataKey; to: StoredDataKey },
): Promise<boolean> {
  const replaced = await trx
    .updateTable("tenant_data_keys")
    .set({ wrapped_key: to.wrapped, wrapping_key_name: to.keyName })
    .where("id", "=", dataKeyId)
    .where("wrapped_key", "=", from.wrapped)
    .executeTakeFirst();
  return replaced.numUpdatedRows > 0n;
}
