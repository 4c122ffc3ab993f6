import type { TenantTransaction } from "./tenant-scope.ts";

/** The tenant's data key as the wrapping key sealed it; undefined when it has none yet. */
export async function findWrappedDataKey(trx: TenantTransaction): Promise<Buffer | undefined> {
  const found = await trx
    .selectFrom("tenant_data_keys")
    .select("wrapped_key")
    .where("retired_at", "is", null)
    .executeTakeFirst();
  return found?.wrapped_key;
}

export async function recordDataKey(trx: TenantTransaction, wrappedKey: Buffer, wrappingKeyName: string): Promise<void> {
  await trx
    .insertInto("tenant_data_keys")
    .values({ wrapped_key: wrappedKey, wrapping_key_name: wrappingKeyName })
    .execute();
}
