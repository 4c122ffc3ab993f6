import { sql } from "kysely";
import type { Kysely } from "kysely";

/**
 * Gives a table the tenant guarantee: row-level security forced also on its owner, and rows of the scope's tenant only.
 * `tenantColumn` is `id` for the tenants themselves. `grants` is of the time when functions shared one role: it is taken
 * away again after the migrations, for what each may do is declared in `contracts/database-rights.ts`.
 */
export async function protectTenantTable(
  db: Kysely<never>,
  table: string,
  { tenantColumn = "tenant_id", grants = "select" }: { tenantColumn?: string; grants?: string } = {},
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
  `.execute(db);
  if (grants !== undefined) await sql`grant ${sql.raw(grants)} on ${name} to crm_app`.execute(db);
}

/**
 * Lets platform roles see rows of every tenant. Which of them reads which columns is declared in
 * `contracts/database-rights.ts`; never contents, contacts or credentials. `columns` is of the time before that.
 */
export async function letPlatformRead(
  db: Kysely<never>,
  table: string,
  columns: string[] = ["tenant_id"],
): Promise<void> {
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
