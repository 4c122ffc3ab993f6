import { sql } from "kysely";
import type { Kysely } from "kysely";
import { functionRoles } from "../../contracts/database-roles.ts";
import type { Database } from "../schema.d.ts";

/** Who may take on a function's role, by PostgreSQL's name of the user; nobody may take on one that is left out. */
export type Members = Readonly<Record<string, readonly string[]>>;

/**
 * Lets exactly the given IAM users take on each role, and takes it from IAM users that are not given. They inherit
 * nothing: a function that may be two roles is one at a time. Users that sign in by password are left alone.
 */
export async function ensureMembers(admin: Kysely<Database>, members: Members): Promise<void> {
  const known = new Set(functionRoles.map(({ role }) => role));
  const unknown = Object.keys(members).filter((role) => !known.has(role));
  if (unknown.length > 0) throw new Error(`No function has the role ${unknown.join(", ")}`);
  await admin.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('crm roles'))`.execute(trx);
    for (const role of known) {
      const wanted = members[role] ?? [];
      for (const member of wanted) {
        await sql`grant ${sql.ref(role)} to ${sql.id(member)} with inherit false, set true`.execute(trx);
      }
      const { rows } = await sql<{ name: string }>`
        select member.rolname as name
        from pg_auth_members
        join pg_roles member on member.oid = pg_auth_members.member
        join pg_roles owner on owner.oid = pg_auth_members.roleid
        where owner.rolname = ${role} and member.rolname like '%@%'
      `.execute(trx);
      for (const { name } of rows.filter((row) => !wanted.includes(row.name))) {
        await sql`revoke ${sql.ref(role)} from ${sql.id(name)}`.execute(trx);
      }
    }
  });
}
