import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "./schema.d.ts";

declare const tenantScope: unique symbol;

/**
 * For whom a function works: a user by id, an API key by id, an operator by Firebase uid. The API alone works for
 * somebody; the audit log takes it from no other function.
 */
export type Actor = { type: "user" | "operator" | "api_key"; id: string };

/** A transaction that sees one tenant only. Query functions of tenant tables ask for it, so the bare pool does not fit. */
export type TenantTransaction = Transaction<Database> & { readonly [tenantScope]: true };

/** Connections that are in a scope now, so that a scope inside a scope is noticed. */
const scoped = new WeakSet<object>();

/**
 * Runs `work` in one transaction in which row-level security shows and takes only this tenant's rows.
 * The scope ends with the transaction (SET LOCAL), so it neither leaks to the next user of the connection nor needs a
 * session: it works through a transaction-mode pooler. Rolls back when `work` throws. What it tells the audit log is
 * told of `actor`; without one, of the function itself.
 */
export async function inTenant<T>(
  db: Kysely<Database>,
  tenantId: string,
  work: (trx: TenantTransaction) => Promise<T>,
  actor?: Actor,
): Promise<T> {
  const setScope = setScopeStatement(tenantId, actor);
  if (db.isTransaction || scoped.has(db)) {
    throw new TypeError("A tenant scope opens its own transaction and cannot be nested in another");
  }
  return db.connection().execute(async (connection) => {
    // One round trip, where Kysely's own transaction and a query for the scope would take two.
    await sql.raw(`begin; ${setScope}`).execute(connection);
    scoped.add(connection);
    try {
      const value = await work(connection as TenantTransaction);
      await commit(connection);
      return value;
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    } finally {
      scoped.delete(connection);
    }
  });
}

/** Sets the scope until the transaction ends. The id is checked, for it stands in the statement itself. */
export function setScopeStatement(tenantId: string, actor?: Actor): string {
  if (!uuidPattern.test(tenantId)) {
    throw new TypeError("A tenant scope needs the tenant's id, which is a UUID");
  }
  const setTenant = `select set_config('app.tenant_id', '${tenantId}', true)`;
  if (actor === undefined) return setTenant;
  return `${setTenant}, set_config('app.actor', '${`${actor.type}:${actor.id}`.replaceAll("'", "''")}', true)`;
}

export const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** PostgreSQL answers COMMIT with ROLLBACK when a statement had failed, and that is no commit. */
async function commit(connection: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ command?: string }>`commit`.execute(connection);
  if (rows[0]?.command === "ROLLBACK") throw new Error("the transaction had failed, and was rolled back");
}
