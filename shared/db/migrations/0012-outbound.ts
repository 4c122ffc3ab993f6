import { sql } from "kysely";
import type { Kysely } from "kysely";
import { letPlatformRead, protectTenantTable } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- The turn that pacing gave a message: it goes out then, without asking for another.
    alter table messages add column slot_at timestamptz;
    alter table messages add column played_at timestamptz;
    create index messages_to_send on messages (contact_id, id) where status in ('queued', 'sending');

    alter table message_statuses add column conversation jsonb;

    -- One row for each number (contact_id is null) and for each customer of it: token buckets that all instances share.
    create table send_pacing (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      outlet_id uuid not null,
      contact_id uuid,
      -- When the bucket will be full again (the theoretical arrival time of the generic cell rate algorithm).
      full_at timestamptz not null,
      -- Nothing goes out before: WhatsApp asked for a pause.
      held_until timestamptz,
      unique nulls not distinct (outlet_id, contact_id),
      foreign key (tenant_id, outlet_id) references outlets (tenant_id, id) on delete cascade,
      foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade
    ) with (fillfactor = 70);
    create index on send_pacing (tenant_id, outlet_id);
    create index on send_pacing (contact_id) where contact_id is not null;
    create index on send_pacing (full_at);

    -- What a customer agreed to, and when it ended: the history behind contacts.opted_out_at.
    create table consents (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      contact_id uuid not null,
      action text not null check (action in ('opt_in', 'opt_out')),
      source text not null check (source in ('keyword', 'whatsapp', 'api', 'error')),
      detail text,
      occurred_at timestamptz not null,
      created_at timestamptz not null default now(),
      unique (contact_id, action, source, occurred_at),
      foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade
    );
    create index on consents (tenant_id);

    alter table message_templates add column template_id text;
    alter table message_templates add column reason text;
    alter table message_templates add column parameter_format text;
    alter table message_templates add column synced_at timestamptz;

    -- How the tenant wants messaging done; read by domain/whatsapp/outbound/messaging-settings.ts.
    alter table tenants add column messaging jsonb not null default '{}' check (jsonb_typeof(messaging) = 'object');
  `.execute(db);

  for (const table of ["send_pacing", "consents"]) await protectTenantTable(db, table);
  await letPlatformRead(db, "send_pacing", ["id", "tenant_id", "full_at", "held_until"]);
  await letPlatformRead(db, "message_templates", ["id", "tenant_id"]);
  await letPlatformRead(db, "message_statuses", ["id", "tenant_id", "message_id", "created_at"]);
}
