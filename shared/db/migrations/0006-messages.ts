import { sql } from "kysely";
import type { Kysely } from "kysely";
import { letPlatformRead, protectTenantTable, touchOnUpdate } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table messages (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      outlet_id uuid not null,
      conversation_id uuid not null,
      contact_id uuid not null,
      direction text not null check (direction in ('inbound', 'outbound')),
      sender_type text not null check (sender_type in ('customer', 'bot', 'agent', 'system')),
      sender_user_id uuid,
      wamid text,
      type text not null check (type <> ''),
      body text,
      content jsonb,
      raw jsonb,
      context_wamid text,
      status text not null check (status in ('received', 'queued', 'sending', 'accepted', 'sent', 'delivered',
        'read', 'played', 'failed', 'unknown', 'unconfirmed', 'canceled')),
      sent_at timestamptz not null default now(),
      received_at timestamptz,
      trigger_message_id uuid,
      epoch bigint,
      attempt_id uuid unique,
      attempt_count integer not null default 0 check (attempt_count >= 0),
      lease_until timestamptz,
      not_before timestamptz,
      accepted_at timestamptz,
      delivered_at timestamptz,
      read_at timestamptz,
      failed_at timestamptz,
      error_code integer,
      error_detail text,
      citations jsonb,
      trace jsonb,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, id),
      unique (outlet_id, wamid),
      check ((direction = 'inbound') = (status = 'received')),
      check (case direction when 'inbound' then sender_type in ('customer', 'system') else sender_type <> 'customer' end),
      foreign key (tenant_id, outlet_id) references outlets (tenant_id, id),
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
      foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade,
      foreign key (tenant_id, sender_user_id) references users (tenant_id, id) on delete set null (sender_user_id),
      foreign key (tenant_id, trigger_message_id) references messages (tenant_id, id)
        on delete set null (trigger_message_id)
    );
    create index messages_in_order on messages (conversation_id, sent_at, id);
    create index on messages (contact_id);
    create index on messages (sender_user_id) where sender_user_id is not null;
    create index on messages (trigger_message_id) where trigger_message_id is not null;
    -- The second half of "answered once": two bot answers to one customer message cannot both be stored.
    create unique index messages_one_answer on messages (trigger_message_id)
      where sender_type = 'bot' and trigger_message_id is not null;
    create index messages_due on messages (status, not_before) where status in ('queued', 'sending', 'unknown');

    -- A status whose message is not stored yet is parked: message_id stays null until it is joined.
    create table message_statuses (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      outlet_id uuid not null,
      message_id uuid,
      wamid text not null,
      status text not null check (status <> ''),
      recipient text not null default '',
      occurred_at timestamptz not null,
      errors jsonb,
      pricing jsonb,
      callback_data text,
      raw jsonb,
      created_at timestamptz not null default now(),
      unique (outlet_id, wamid, status, recipient),
      foreign key (tenant_id, outlet_id) references outlets (tenant_id, id),
      foreign key (tenant_id, message_id) references messages (tenant_id, id) on delete cascade
    );
    create index on message_statuses (tenant_id, outlet_id);
    create index on message_statuses (message_id) where message_id is not null;
    create index message_statuses_parked on message_statuses (created_at) where message_id is null;
    create index message_statuses_parked_by_callback on message_statuses (callback_data)
      where message_id is null and callback_data is not null;

    create table message_templates (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      waba_business_account_id text not null,
      name text not null check (name <> ''),
      language text not null check (language <> ''),
      category text not null,
      status text not null,
      quality text,
      components jsonb not null default '[]' check (jsonb_typeof(components) = 'array'),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, waba_business_account_id, name, language)
    );
  `.execute(db);

  for (const table of ["messages", "message_statuses", "message_templates"]) {
    await protectTenantTable(db, table);
  }
  await touchOnUpdate(db, "messages");
  await touchOnUpdate(db, "message_templates");
  await letPlatformRead(db, "messages", [
    "id",
    "tenant_id",
    "outlet_id",
    "conversation_id",
    "direction",
    "sender_type",
    "status",
    "epoch",
    "attempt_id",
    "attempt_count",
    "lease_until",
    "not_before",
    "sent_at",
    "accepted_at",
    "created_at",
    "updated_at",
  ]);
}
