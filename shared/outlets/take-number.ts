import { markMoved, type Rival, shareAccount } from "./queries/claims.ts";
import type { NamedNumber } from "./queries/outlet-homes.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";

const movedMessage =
  "Another WhatsApp CRM account has proven this phone number with WhatsApp, and the access token that was stored here does " +
  "not open it any more. If the number is yours, store a new token and set the outlet active.";

/**
 * Call it in the transaction that makes an outlet of `tenantId` active which has proven the number, before it does. The
 * rival that lost the number has it no more; one that has it still makes PostgreSQL refuse the outlet with 23505.
 */
export async function takeNumber(
  trx: TenantTransaction,
  tenantId: string,
  { phoneNumberId, businessAccountId }: NamedNumber,
  rival: Rival | undefined,
): Promise<void> {
  await shareAccount(trx, businessAccountId);
  if (rival !== undefined) await markMoved(trx, { tenantId, phoneNumberId, rival, message: movedMessage });
}
