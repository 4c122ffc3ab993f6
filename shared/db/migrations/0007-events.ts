import { sql } from "kysely";
import type { Kysely } from "kysely";
import { protectTenantTable } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table outbox (
      id uuid primary key,
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      topic text not null check (topic <> ''),
      ordering_key text,
      envelope jsonb not null,
      created_at timestamptz not null default now()
    );
    create index on outbox (tenant_id);
    create index outbox_by_age on outbox (created_at, id);

    create table dead_letters (
      id uuid primary key default uuidv7(),
      tenant_id uuid references tenants (id) on delete cascade,
      source_topic text,
      function_name text not null,
      message_id text not null,
      event_id text,
      reason_code text not null,
      reason text not null,
      payload jsonb,
      payload_text text,
      attributes jsonb not null default '{}',
      delivery_attempt integer,
      replayed_at timestamptz,
      created_at timestamptz not null default now(),
      unique (function_name, message_id)
    );
    create index on dead_letters (tenant_id, created_at);
    create index dead_letters_open on dead_letters (created_at, id) where replayed_at is null;

    create table audit_log (
      id uuid primary key default uuidv7(),
      tenant_id uuid references tenants (id) on delete cascade,
      actor_type text not null check (actor_type in ('user', 'operator', 'function', 'system')),
      actor_id text,
      action text not null check (action <> ''),
      subject_type text not null,
      subject_id text,
      before jsonb,
      after jsonb,
      request_id text,
      created_at timestamptz not null default now()
    );
    create index on audit_log (tenant_id, created_at, id);
  `.execute(db);

  await protectTenantTable(db, "outbox", { grants: "select, insert, delete" });
  await protectTenantTable(db, "dead_letters", { grants: "select, insert" });
  await protectTenantTable(db, "audit_log", { grants: "select, insert" });

  // FOR UPDATE asks for an UPDATE privilege and policy; created_at is the harmless column to name.
  await sql`
    create policy platform_drain on outbox to crm_platform using (true) with check (true);
    grant select, delete, update (created_at) on outbox to crm_platform;

    -- What fails before its tenant is known is written without one, and read by the platform only.
    create policy unknown_tenant_insert on dead_letters for insert to crm_app with check (tenant_id is null);
    create policy platform_all on dead_letters to crm_platform using (true) with check (true);
    grant select, insert, update, delete on dead_letters to crm_platform;

    create policy unknown_tenant_insert on audit_log for insert to crm_app with check (tenant_id is null);
    create policy platform_insert on audit_log for insert to crm_platform with check (true);
    grant insert on audit_log to crm_platform;
  `.execute(db);
}
