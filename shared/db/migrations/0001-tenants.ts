import { sql } from "kysely";
import type { Kysely } from "kysely";
import { letPlatformRead, protectTenantTable, touchOnUpdate } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    revoke all on schema public from public;
    grant usage on schema public to crm_app, crm_platform, crm_lookup;

    create function app_tenant_id() returns uuid language sql stable parallel safe
      return nullif(current_setting('app.tenant_id', true), '')::uuid;

    create function touch_updated_at() returns trigger language plpgsql as $$
    begin
      new.updated_at := now();
      return new;
    end $$;

    create table tenants (
      id uuid primary key default uuidv7(),
      slug text not null unique check (length(slug) between 3 and 63 and slug ~ '^[a-z0-9](-?[a-z0-9])+$'),
      name text not null check (name <> ''),
      contact_email text not null check (contact_email like '%_@_%'),
      status text not null default 'active' check (status in ('active', 'suspended', 'erasing')),
      llm_tone jsonb not null default '{}' check (jsonb_typeof(llm_tone) = 'object'),
      llm_config jsonb not null default '{}' check (jsonb_typeof(llm_config) = 'object'),
      firebase_tenant_id text unique,
      time_zone text not null default 'UTC',
      default_language text,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );

    create table tenant_data_keys (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      wrapped_key bytea not null,
      wrapping_key_name text not null,
      retired_at timestamptz,
      created_at timestamptz not null default now()
    );
    create index on tenant_data_keys (tenant_id);
    create unique index tenant_data_keys_one_current on tenant_data_keys (tenant_id) where retired_at is null;
  `.execute(db);

  await protectTenantTable(db, "tenants", { tenantColumn: "id", grants: "select, insert, update" });
  await protectTenantTable(db, "tenant_data_keys");
  await touchOnUpdate(db, "tenants");
  await letPlatformRead(db, "tenants", [
    "id",
    "slug",
    "name",
    "status",
    "firebase_tenant_id",
    "time_zone",
    "created_at",
    "updated_at",
  ]);
}
