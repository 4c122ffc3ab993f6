import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema/database.ts";
import { appRole, lookupRole, ownerRole, platformRole } from "./roles.ts";
import type { LoginRole } from "./roles.ts";

/**
 * Creates the roles, or brings them back to what they must be. Roles belong to the whole cluster, so this may run at
 * once from several databases. Needs CREATEROLE. Without a password a role cannot log in by one: in the cloud, IAM
 * users are made members instead.
 */
export async function ensureRoles(
  admin: Kysely<Database>,
  passwords: Partial<Record<LoginRole, string>> = {},
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await admin.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(hashtext('crm roles'))`.execute(trx);
        for (const role of [ownerRole, appRole, platformRole, lookupRole] as const) {
          await ensureRole(trx, role, role === lookupRole ? undefined : passwords[role]);
        }
        // The owner hands the lookup function over to its role, and the administrator databases to the owner. Without
        // INHERIT: the member could otherwise read by the other's policies.
        await sql`grant ${sql.ref(lookupRole)} to ${sql.ref(ownerRole)} with inherit false, set true`.execute(
          trx,
        );
        await sql`grant ${sql.ref(ownerRole)} to current_user with inherit false, set true`.execute(trx);
      });
      return;
    } catch (error) {
      // The advisory lock holds within one database only: runs from two databases can still meet in the shared catalogue.
      if (attempt === 10 || !isRace(error)) throw error;
      await delay(20 * attempt);
    }
  }
}

async function ensureRole(trx: Kysely<Database>, role: string, password: string | undefined): Promise<void> {
  const { rows } = await sql`select 1 from pg_roles where rolname = ${role}`.execute(trx);
  const name = sql.ref(role);
  if (rows.length === 0) await sql`create role ${name}`.execute(trx);
  await sql`alter role ${name} with ${role === lookupRole ? sql`nologin` : sql`login`} nocreatedb nocreaterole inherit`.execute(
    trx,
  );
  if (password !== undefined) await sql`alter role ${name} password ${sql.lit(password)}`.execute(trx);
}

/** duplicate_object, unique_violation, and "tuple concurrently updated", which is an internal error. */
function isRace(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && ["42710", "23505", "XX000"].includes(String(error.code))
  );
}
