import type { TokenVault } from "../clients/token-vault.ts";
import { findDataKey, recordDataKey } from "../db/data-keys.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";

/**
 * The token encrypted under the tenant's data key, which is made when there is none: what is stored as an outlet's
 * `access_token_ciphertext`. May call Cloud KMS, so keep the transaction free of locks until then.
 */
export async function sealToken(
  trx: TenantTransaction,
  tokens: TokenVault,
  tenantId: string,
  token: string,
): Promise<Buffer> {
  const dataKey =
    (await findDataKey(trx)) ?? (await recordDataKey(trx, await tokens.createDataKey(tenantId)));
  return tokens.encrypt(tenantId, dataKey, token);
}
