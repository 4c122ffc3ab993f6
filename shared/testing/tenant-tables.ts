import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.d.ts";

export type TenantTable = {
  name: keyof Database;
  /** The column that says whose a row is: `tenant_id`, and `id` for the tenants themselves. */
  tenantColumn: "id" | "tenant_id";
  forced: boolean;
  mayUpdate: boolean;
  mayDelete: boolean;
};

/** For tests: every table that holds tenants' rows, from the database's catalogue, so that a new one is never left out. */
export async function listTenantTables(db: Kysely<Database>): Promise<TenantTable[]> {
  const { rows } = await sql<TenantTable>`
    select c.relname as name,
      case c.relname when 'tenants' then 'id' else 'tenant_id' end as "tenantColumn",
      c.relrowsecurity and c.relforcerowsecurity as forced,
      has_table_privilege('crm_test', c.oid, 'update') as "mayUpdate",
      has_table_privilege('crm_test', c.oid, 'delete') as "mayDelete"
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and (c.relname = 'tenants' or exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped))
    order by c.relname`.execute(db);
  return rows;
}
