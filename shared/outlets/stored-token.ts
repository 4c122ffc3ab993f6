import type { TokenVault } from "../tenants/secrets/token-vault.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { sealToken } from "./seal-token.ts";

/** Of a shorter token the last four would be too much. */
const showsLast4From = 12;

/** The columns that keep an access token. May call Cloud KMS, so it comes before any row is locked. */
export async function storedToken(
  trx: TenantTransaction,
  tokens: TokenVault,
  tenantId: string,
  token: string,
  now: Date,
) {
  return {
    access_token_ciphertext: await sealToken(trx, tokens, tenantId, token),
    access_token_last4: token.length >= showsLast4From ? token.slice(-4) : null,
    access_token_set_at: now,
  };
}
