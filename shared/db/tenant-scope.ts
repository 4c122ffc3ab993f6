import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "./schema/database.ts";

declare const tenantScope: unique symbol;

/** A transaction that sees one tenant only. Query functions of tenant tables ask for it, so the bare pool does not fit. */
export type TenantTransaction = Transaction<Database> & { readonly [tenantScope]: true };

/**
 * Runs `work` in one transaction in which row-level security shows and takes only this tenant's rows.
 * The scope ends with the transaction (SET LOCAL), so it neither leaks to the next user of the connection nor needs a
 * session: it works through a transaction-mode pooler. Rolls back when `work` throws.
 */
export async function inTenant<T>(
  db: Kysely<Database>,
  tenantId: string,
  work: (trx: TenantTransaction) => Promise<T>,
): Promise<T> {
  if (!uuidPattern.test(tenantId)) {
    throw new TypeError("A tenant scope needs the tenant's id, which is a UUID");
  }
  if (db.isTransaction) {
    throw new TypeError("A tenant scope opens its own transaction and cannot be nested in another");
  }
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('app.tenant_id', ${tenantId}, true)`.execute(trx);
    return work(trx as TenantTransaction);
  });
}

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
