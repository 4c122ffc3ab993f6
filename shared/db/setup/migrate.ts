import { sql } from "kysely";
import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { migrations } from "../migrations/index.ts";
import { ensureRights } from "./ensure-rights.ts";
import type { Database } from "../schema.d.ts";

/**
 * Brings the schema to the newest version, all or nothing, and every function's rights to what is declared. Returns the
 * names of the migrations that ran.
 * Runs at once wait for each other. `owner` connects directly, not through a transaction-mode pooler, as the owner role,
 * with at least two connections.
 */
export async function migrate(owner: Kysely<Database>): Promise<string[]> {
  return owner.connection().execute(async (connection) => {
    // Kysely locks the migrations, but not the creation of its own tables.
    await sql`select pg_advisory_lock(hashtext('crm migrations'))`.execute(connection);
    try {
      const migrator = new Migrator({
        db: owner,
        provider: { getMigrations: async () => Promise.resolve(migrations) },
      });
      const { error, results = [] } = await migrator.migrateToLatest();
      if (error !== undefined) {
        const failed = results.find((result) => result.status === "Error");
        throw new Error(`Migration ${failed?.migrationName ?? "set-up"} failed`, { cause: error });
      }
      await ensureRights(owner);
      return results.map((result) => result.migrationName);
    } finally {
      await sql`select pg_advisory_unlock(hashtext('crm migrations'))`.execute(connection);
    }
  });
}
