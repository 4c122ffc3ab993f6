import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "../schema.d.ts";
import { functionRoles } from "../../contracts/database-roles.ts";
import {
  appRole,
  auditRole,
  localRole,
  lookupRole,
  ownerRole,
  platformRole,
  type LoginRole,
} from "./roles.ts";

/**
 * Creates the roles, or brings them back to what they must be. Roles belong to the whole cluster, so this may run at
 * once from several databases. Needs CREATEROLE. Without a password a role cannot log in by one: in the cloud, IAM
 * users are made members instead, and there is no local role.
 */
export async function ensureRoles(
  admin: Kysely<Database>,
  passwords: Partial<Record<LoginRole, string>> = {},
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await admin.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(hashtext('crm roles'))`.execute(trx);
        await ensureRole(trx, ownerRole, { login: true, password: passwords[ownerRole] });
        for (const role of [appRole, platformRole, lookupRole, auditRole]) await ensureRole(trx, role);
        // The owner hands functions over to these, and the administrator databases to the owner. Without INHERIT: the
        // member could otherwise read by the other's policies.
        await letBecome(trx, [lookupRole, auditRole], ownerRole);
        await sql`grant ${sql.ref(ownerRole)} to current_user with inherit false, set true`.execute(trx);
        for (const { role, kind } of functionRoles) {
          await ensureRole(trx, role);
          const group = kind === "tenant" ? appRole : platformRole;
          await sql`grant ${sql.ref(group)} to ${sql.ref(role)} with inherit true, set false`.execute(trx);
        }
        const local = passwords[localRole];
        if (local === undefined) return;
        await ensureRole(trx, localRole, { login: true, password: local });
        await letBecome(
          trx,
          functionRoles.map(({ role }) => role),
          localRole,
        );
      });
      return;
    } catch (error) {
      // The advisory lock holds within one database only: runs from two databases can still meet in the shared catalogue.
      if (attempt === 10 || !isRace(error)) throw error;
      await delay(20 * attempt);
    }
  }
}

async function ensureRole(
  trx: Kysely<Database>,
  role: string,
  { login = false, password }: { login?: boolean; password?: string | undefined } = {},
): Promise<void> {
  const { rows } = await sql`select 1 from pg_roles where rolname = ${role}`.execute(trx);
  const name = sql.ref(role);
  if (rows.length === 0) await sql`create role ${name}`.execute(trx);
  await sql`alter role ${name} with ${login ? sql`login` : sql`nologin`} nocreatedb nocreaterole inherit`.execute(
    trx,
  );
  if (password !== undefined) await sql`alter role ${name} password ${sql.lit(password)}`.execute(trx);
}

async function letBecome(trx: Kysely<Database>, roles: readonly string[], member: string): Promise<void> {
  const list = sql.join(roles.map((role) => sql.ref(role)));
  await sql`grant ${list} to ${sql.ref(member)} with inherit false, set true`.execute(trx);
}

/** duplicate_object, unique_violation, and "tuple concurrently updated", which is an internal error. */
function isRace(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && ["42710", "23505", "XX000"].includes(String(error.code))
  );
}
