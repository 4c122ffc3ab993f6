import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "./schema.d.ts";
import { setScopeStatement, type TenantTransaction } from "./tenant-scope.ts";

export type SeveralTenants = {
  /** Sees no tenant before the first `enter`. */
  trx: Transaction<Database>;
  /** From now on the transaction sees this tenant, and no other. */
  enter(tenantId: string): Promise<TenantTransaction>;
};

/**
 * Runs `work` in one transaction that goes from tenant to tenant, always in the scope of at most one: for batches that
 * are committed together. Rolls all of it back when `work` throws.
 */
export async function inSeveralTenants<T>(
  db: Kysely<Database>,
  work: (tenants: SeveralTenants) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (trx) =>
    work({
      trx,
      async enter(tenantId) {
        await sql.raw(setScopeStatement(tenantId)).execute(trx);
        return trx as unknown as TenantTransaction;
      },
    }),
  );
}
