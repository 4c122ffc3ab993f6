import { sql } from "kysely";
import type { Kysely } from "kysely";
import { letPlatformRead, protectTenantTable, touchOnUpdate } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table outlets (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      name text not null check (name <> ''),
      waba_phone_number text not null check (waba_phone_number ~ '^\\+[1-9][0-9]{6,14}$'),
      waba_phone_number_id text not null unique,
      waba_business_account_id text not null,
      access_token_ciphertext bytea,
      access_token_last4 text,
      access_token_set_at timestamptz,
      status text not null default 'unverified' check (status in ('unverified', 'active', 'paused', 'disabled')),
      status_reason text,
      verified_name text,
      display_phone_number text,
      quality_rating text,
      throughput_level text,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, id)
    );

    create table users (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      firebase_uid text not null unique,
      email text not null check (email = lower(email) and email like '%_@_%'),
      display_name text not null,
      role text not null check (role in ('admin', 'agent', 'viewer')),
      status text not null default 'active' check (status in ('active', 'disabled')),
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, id),
      unique (tenant_id, email)
    );
  `.execute(db);

  for (const table of ["outlets", "users"]) {
    await protectTenantTable(db, table);
    await touchOnUpdate(db, table);
  }
  await letPlatformRead(db, "outlets", [
    "id",
    "tenant_id",
    "name",
    "status",
    "waba_phone_number_id",
    "waba_business_account_id",
    "quality_rating",
    "throughput_level",
    "created_at",
    "updated_at",
  ]);

  await outletLookup(db);
}

/** The one question that must be asked before the tenant is known: whose is this WhatsApp number? */
async function outletLookup(db: Kysely<never>): Promise<void> {
  await sql`
    grant select (id, tenant_id, waba_phone_number_id, status) on outlets to crm_lookup;
    create policy lookup_read on outlets for select to crm_lookup using (true);

    create function find_outlet_by_phone_number_id(wanted text)
      returns table (outlet_id uuid, tenant_id uuid, status text)
      language sql stable security definer set search_path = pg_catalog, pg_temp
      begin atomic
        select o.id, o.tenant_id, o.status from public.outlets o where o.waba_phone_number_id = wanted;
      end;

    -- Taking over a function needs CREATE on its schema for that moment only.
    grant create on schema public to crm_lookup;
    alter function find_outlet_by_phone_number_id(text) owner to crm_lookup;
    revoke create on schema public from crm_lookup;
  `.execute(db);
  await sql`
    set local role crm_lookup;
    revoke all on function find_outlet_by_phone_number_id(text) from public;
    grant execute on function find_outlet_by_phone_number_id(text) to crm_app;
    reset role;
  `.execute(db);
}
