import { sql } from "kysely";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/**
 * Writes how far the bot may go to the scope's tenant, where every message looks: by the present period's quotas, and
 * by its subscription. A tenant that never had one is not held back; one whose subscription has ended is.
 */
export async function refreshQuotaState(trx: TenantTransaction, now: Date): Promise<void> {
  await sql`select refresh_quota_state(${now})`.execute(trx);
}
