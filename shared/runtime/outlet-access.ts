import type { TokenVault } from "../clients/token-vault.ts";
import { findWrappedDataKey } from "../db/data-keys.ts";
import { getOutlet } from "../db/outlets.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";

export type OutletAccess = { phoneNumberId: string; accessToken: string };

/** What a call of the Graph API for the outlet needs; undefined while the outlet has no token. */
export async function findOutletAccess(
  trx: TenantTransaction,
  tokens: TokenVault,
  tenantId: string,
  outletId: string,
): Promise<OutletAccess | undefined> {
  const outlet = await getOutlet(trx, outletId);
  const wrappedKey = await findWrappedDataKey(trx);
  if (outlet.access_token_ciphertext === null || wrappedKey === undefined) return undefined;
  const accessToken = await tokens.decrypt(tenantId, wrappedKey, outlet.access_token_ciphertext);
  return { phoneNumberId: outlet.waba_phone_number_id, accessToken };
}
