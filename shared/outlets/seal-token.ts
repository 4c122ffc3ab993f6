import type { TokenVault } from "../tenants/secrets/token-vault.ts";
import { Unopenable } from "../tenants/secrets/unopenable.ts";
import { findDataKey, recordDataKey, retireDataKey } from "../tenants/secrets/data-keys.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";

/**
 * The token encrypted under the tenant's data key, which is made when there is none, or none that can be opened: what is stored as an outlet's
 * `access_token_ciphertext`. May call Cloud KMS, so keep the transaction free of locks until then.
 */
export async function sealToken(
  trx: TenantTransaction,
  tokens: TokenVault,
  tenantId: string,
  token: string,
): Promise<Buffer> {
  const known = await findDataKey(trx);
  try {
    if (known !== undefined) return await tokens.encrypt(tenantId, known, token);
  } catch (error) {
    // What it sealed is lost in any case.
    if (!(error instanceof Unopenable) || known === undefined) throw error;
    await retireDataKey(trx, known);
  }
  const dataKey = await recordDataKey(trx, await tokens.createDataKey(tenantId));
  return tokens.encrypt(tenantId, dataKey, token);
}
