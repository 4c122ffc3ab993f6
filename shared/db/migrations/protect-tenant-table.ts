import { sql } from "kysely";
import type { Kysely } from "kysely";

/**
 * Gives a table the tenant guarantee: row-level security forced also on its owner, and rows of the scope's tenant only.
 * `tenantColumn` is `id` for the tenants themselves. Grants name what the functions' role may do.
 */
export async function protectTenantTable(
  db: Kysely<never>,
  table: string,
  {
    tenantColumn = "tenant_id",
    grants = "select, insert, update, delete",
  }: { tenantColumn?: string; grants?: string } = {},
): Promise<void> {
  const name = sql.table(table);
  const column = sql.ref(tenantColumn);
  // The scalar sub-select is evaluated once per query, not once per row.
  await sql`
    alter table ${name} enable row level security;
    alter table ${name} force row level security;
    create policy tenant_isolation on ${name} to crm_app, crm_owner
      using (${column} = (select app_tenant_id()))
      with check (${column} = (select app_tenant_id()));
    grant ${sql.raw(grants)} on ${name} to crm_app;
  `.execute(db);
}

/** Lets the platform role read the named columns of every tenant's rows; never contents, contacts or credentials. */
export async function letPlatformRead(db: Kysely<never>, table: string, columns: string[]): Promise<void> {
  const name = sql.table(table);
  await sql`
    create policy platform_read on ${name} for select to crm_platform using (true);
    grant select (${sql.join(columns.map((column) => sql.ref(column)))}) on ${name} to crm_platform;
  `.execute(db);
}

/** Keeps `updated_at` true whoever writes. */
export async function touchOnUpdate(db: Kysely<never>, table: string): Promise<void> {
  await sql`
    create trigger touch_updated_at before update on ${sql.table(table)}
      for each row execute function touch_updated_at();
  `.execute(db);
}
