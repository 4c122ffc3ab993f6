import { sql } from "kysely";
import type { TenantTransaction } from "../tenant-scope.ts";

/** How many there are of what a plan limits the number of, in the scope. */
export async function countCapacities(
  trx: TenantTransaction,
): Promise<{ outlets: number; users: number; documents: number }> {
  const { rows } = await sql<{ outlets: number; users: number; documents: number }>`
    select (select count(*) from outlets) as outlets, (select count(*) from users) as users,
      (select count(*) from documents where status <> 'deleting') as documents`.execute(trx);
  return rows[0] ?? { outlets: 0, users: 0, documents: 0 };
}
