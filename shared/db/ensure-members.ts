import { sql } from "kysely";
import type { Kysely } from "kysely";
import { appRole, platformRole } from "./roles.ts";
import type { Database } from "./schema/database.ts";

/** Who may take on a role, by PostgreSQL's name of the user. */
export type Members = Record<typeof appRole | typeof platformRole, readonly string[]>;

/**
 * Lets exactly the given IAM users take on each role, and takes it from IAM users that are not given. They inherit
 * nothing: a function that may be both roles is one at a time. Users that sign in by password are left alone.
 */
export async function ensureMembers(admin: Kysely<Database>, members: Members): Promise<void> {
  await admin.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('crm roles'))`.execute(trx);
    for (const role of [appRole, platformRole] as const) {
      for (const member of members[role]) {
        await sql`grant ${sql.ref(role)} to ${sql.id(member)} with inherit false, set true`.execute(trx);
      }
      const { rows } = await sql<{ name: string }>`
        select member.rolname as name
        from pg_auth_members
        join pg_roles member on member.oid = pg_auth_members.member
        join pg_roles owner on owner.oid = pg_auth_members.roleid
        where owner.rolname = ${role} and member.rolname like '%@%'
      `.execute(trx);
      for (const { name } of rows.filter((row) => !members[role].includes(row.name))) {
        await sql`revoke ${sql.ref(role)} from ${sql.id(name)}`.execute(trx);
      }
    }
  });
}
