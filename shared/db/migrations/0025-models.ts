import { sql } from "kysely";
import type { Kysely } from "kysely";
import { protectTenantTable } from "./protect-tenant-table.ts";

/** Models end, and people are told before. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Days on which the service itself says that models end; they go before the declared ones.
    create table model_ends (
      model text primary key check (model <> ''),
      ends_on date not null,
      told_at timestamptz not null default now()
    );
    grant select on model_ends to crm_app;
    grant select, insert, update, delete on model_ends to crm_platform;

    -- Who was told that a model, or a version of Graph, ends; without a tenant the operators.
    create table model_notices (
      id uuid primary key default uuidv7(),
      tenant_id uuid default app_tenant_id() references tenants (id) on delete cascade,
      model text not null check (model <> ''),
      ends_on date not null,
      days_before integer not null check (days_before in (0, 7, 30, 60)),
      mailed_at timestamptz,
      created_at timestamptz not null default now(),
      unique nulls not distinct (tenant_id, model, ends_on, days_before)
    );
  `.execute(db);
  await protectTenantTable(db, "model_notices", { grants: "select, insert, update (mailed_at)" });
  await sql`
    create policy platform_own on model_notices to crm_platform
      using (tenant_id is null) with check (tenant_id is null);
    grant select, insert, update (mailed_at) on model_notices to crm_platform;
  `.execute(db);
}
