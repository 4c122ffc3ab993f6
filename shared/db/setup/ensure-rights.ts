import { sql } from "kysely";
import type { Kysely } from "kysely";
import { type Right, readRights } from "../../contracts/read-rights.ts";
import { functionRoles } from "../../contracts/database-roles.ts";
import { appRole, platformRole } from "./roles.ts";
import type { Database } from "../schema.d.ts";

/** Something that a role may do, as PostgreSQL keeps it. */
type Grant = Right & { role: string };

/**
 * Gives every function's role what `contracts/database-rights.ts` declares, and takes away all else that it, or what the
 * roles have in common, was ever granted. Runs after the migrations, as the owner; at once with itself it waits. Returns
 * what it changed, as statements.
 */
export async function ensureRights(owner: Kysely<Database>): Promise<string[]> {
  return owner.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('crm rights'))`.execute(trx);
    const declared = functionRoles.flatMap(({ role, rights }) =>
      readRights(rights).map((right) => ({ ...right, role })),
    );
    const granted = await listGrants(trx);
    const key = (grant: Grant) =>
      JSON.stringify([grant.role, grant.kind, grant.object, grant.verb, grant.column]);
    const wanted = new Set(declared.map(key));
    const present = new Set(granted.map(key));
    const owners = await listOwners(trx);
    const statements: { owner: string; text: string }[] = [];
    const plan = (verb: "grant" | "revoke", grant: Grant): void => {
      const objectOwner = owners.get(`${grant.kind} ${grant.object}`);
      if (objectOwner === undefined) {
        throw new Error(`${grant.role} is to use the ${grant.kind} ${grant.object}, which does not exist`);
      }
      statements.push({ owner: objectOwner, text: render(verb, grant) });
    };
    for (const grant of granted) if (!wanted.has(key(grant))) plan("revoke", grant);
    for (const grant of declared) if (!present.has(key(grant))) plan("grant", grant);
    // Only its owner gives rights on a thing away, and some are not the migrations' own.
    for (const [objectOwner, own] of Map.groupBy(statements, (statement) => statement.owner)) {
      const text = own.map((statement) => statement.text).join("; ");
      await sql.raw(`set local role ${quote(objectOwner)}; ${text}; reset role`).execute(trx);
    }
    return statements.map((statement) => statement.text);
  });
}

function render(verb: "grant" | "revoke", { role, kind, object, verb: right, column }: Grant): string {
  const what = `${right}${column === null ? "" : ` (${quote(column)})`} on ${kind} ${quote(object)}`;
  return verb === "grant" ? `grant ${what} to ${quote(role)}` : `revoke ${what} from ${quote(role)}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** What the functions' roles, and what these have in common, may do now. */
async function listGrants(db: Kysely<Database>): Promise<Grant[]> {
  const roles = [appRole, platformRole, ...functionRoles.map(({ role }) => role)];
  const { rows } = await sql<Grant>`
    select r.rolname as role, g.kind, g.object, lower(g.verb) as verb, g.column
    from (
      select 'table' as kind, c.relname::text as object, null as "column", a.grantee, a.privilege_type as verb
      from pg_class c cross join lateral aclexplode(c.relacl) a
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
      union all
      select 'table', c.relname, t.attname::text, a.grantee, a.privilege_type
      from pg_class c join pg_attribute t on t.attrelid = c.oid cross join lateral aclexplode(t.attacl) a
      where c.relnamespace = 'public'::regnamespace
      union all
      select 'function', p.proname, null, a.grantee, a.privilege_type
      from pg_proc p cross join lateral aclexplode(p.proacl) a
      where p.pronamespace = 'public'::regnamespace
    ) g join pg_roles r on r.oid = g.grantee
    where r.rolname = any (${roles})
    order by 1, 2, 3, 4, 5`.execute(db);
  return rows;
}

async function listOwners(db: Kysely<Database>): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; owner: string }>`
    select 'table ' || relname as name, pg_get_userbyid(relowner)::text as owner
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
    union all
    select 'function ' || proname, pg_get_userbyid(proowner)::text
    from pg_proc where pronamespace = 'public'::regnamespace`.execute(db);
  return new Map(rows.map(({ name, owner }) => [name, owner]));
}
