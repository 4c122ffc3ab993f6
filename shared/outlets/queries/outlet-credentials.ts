import type { StoredDataKey } from "../../tenants/secrets/data-keys.ts";
import type { Outlet } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type OutletCredentials = {
  phoneNumberId: string;
  businessAccountId: string;
  status: Outlet["status"];
  throughputLevel: string | null;
  /** Both are there, or the outlet has no token. */
  ciphertext: Buffer | null;
  dataKey: StoredDataKey | undefined;
};

/**
 * In one query, so that the token and its key belong together. `locked` waits for whoever is changing the outlet, and
 * keeps it as it is until the transaction ends. Throws `NoResultError` when there is no such outlet.
 */
export async function getOutletCredentials(
  trx: TenantTransaction,
  outletId: string,
  { locked = false }: { locked?: boolean } = {},
): Promise<OutletCredentials> {
  const row = await trx
    .selectFrom("outlets")
    .leftJoin("tenant_data_keys", (join) =>
      join
        .onRef("tenant_data_keys.tenant_id", "=", "outlets.tenant_id")
        .on("tenant_data_keys.retired_at", "is", null),
    )
    .select([
      "outlets.waba_phone_number_id",
      "outlets.waba_business_account_id",
      "outlets.status",
      "outlets.throughput_level",
      "outlets.access_token_ciphertext",
      "tenant_data_keys.wrapped_key",
      "tenant_data_keys.wrapping_key_name",
    ])
    .where("outlets.id", "=", outletId)
    .$if(locked, (query) => query.forShare("outlets"))
    .executeTakeFirstOrThrow();
  const { wrapped_key: wrapped, wrapping_key_name: keyName } = row;
  return {
    phoneNumberId: row.waba_phone_number_id,
    businessAccountId: row.waba_business_account_id,
    status: row.status,
    throughputLevel: row.throughput_level,
    ciphertext: row.access_token_ciphertext,
    dataKey: wrapped === null || keyName === null ? undefined : { wrapped, keyName },
  };
}
