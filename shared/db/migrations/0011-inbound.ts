import { sql } from "kysely";
import type { Kysely } from "kysely";
import { createChangeJoining } from "./0011-inbound-changes.ts";
import { createContactMerging } from "./0011-inbound-contacts.ts";
import { letPlatformRead, protectTenantTable, touchOnUpdate } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- A group is a contact too, so that its messages have a conversation; who wrote each stands with the message.
    alter table contacts drop constraint contacts_check;
    alter table contacts add column group_id text;
    alter table contacts add constraint contacts_known
      check (phone is not null or business_scoped_user_id is not null or group_id is not null);
    alter table contacts add constraint contacts_tenant_id_group_id_key unique (tenant_id, group_id);
    -- What the business calls the contact in its phone app.
    alter table contacts add column address_book_name text;
    alter table contacts add column address_book_at timestamptz;

    -- Numbers and user ids that were a contact's until then: what was written before, and comes late, is still theirs.
    create table contact_aliases (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      contact_id uuid not null,
      kind text not null check (kind in ('phone', 'user_id')),
      value text not null check (value <> ''),
      retired_at timestamptz not null,
      created_at timestamptz not null default now(),
      unique (contact_id, kind, value),
      foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade
    );
    create index on contact_aliases (tenant_id, kind, value);

    -- What was said before the business joined: kept apart from the open conversation, whenever it comes.
    alter table conversations add column imported boolean not null default false;
    alter table conversations add constraint conversations_imported_closed check (not imported or status = 'closed');
    create unique index conversations_one_imported on conversations (outlet_id, contact_id) where imported;

    alter table messages add column author_contact_id uuid;
    alter table messages add column reactions jsonb not null default '[]';
    alter table messages add column edited_at timestamptz;
    alter table messages add column revoked_at timestamptz;
    -- Type, body and content as they were before the first edit or deletion.
    alter table messages add column original jsonb;
    alter table messages add foreign key (tenant_id, author_contact_id) references contacts (tenant_id, id)
      on delete set null (author_contact_id);
    create index on messages (author_contact_id) where author_contact_id is not null;

    -- Reactions, edits and deletions. One whose message is not stored yet is parked: message_id stays null until then.
    create table message_changes (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      outlet_id uuid not null,
      message_id uuid,
      contact_id uuid not null,
      direction text not null check (direction in ('inbound', 'outbound')),
      wamid text not null,
      target_wamid text not null,
      kind text not null check (kind in ('reaction', 'edit', 'revoke')),
      emoji text,
      type text,
      body text,
      content jsonb,
      raw jsonb,
      occurred_at timestamptz not null,
      created_at timestamptz not null default now(),
      unique (outlet_id, wamid),
      foreign key (tenant_id, outlet_id) references outlets (tenant_id, id),
      foreign key (tenant_id, message_id) references messages (tenant_id, id) on delete cascade,
      foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade
    );
    create index on message_changes (tenant_id, outlet_id);
    create index on message_changes (contact_id);
    create index on message_changes (message_id) where message_id is not null;
    create index message_changes_parked on message_changes (outlet_id, target_wamid) where message_id is null;

    create table message_media (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      message_id uuid not null unique,
      media_id text,
      status text not null default 'pending' check (status in ('pending', 'stored', 'lost')),
      reason text,
      mime_type text,
      sha256 text,
      file_name text,
      size_bytes bigint check (size_bytes >= 0),
      object_name text,
      attempt_count integer not null default 0,
      next_attempt_at timestamptz,
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      check ((status = 'stored') = (object_name is not null)),
      check (status <> 'lost' or reason is not null),
      foreign key (tenant_id, message_id) references messages (tenant_id, id) on delete cascade
    );
    create index on message_media (tenant_id);
    create index message_media_due on message_media (next_attempt_at) where status = 'pending';

    -- What Meta told of an account, whether or not anything followed from it.
    create table account_events (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      waba_business_account_id text not null,
      -- Names the event, for Meta gives it no id.
      event_key text not null,
      field text not null,
      -- What it is about (a template, a number, a contact): older news of one thing does not undo newer.
      subject text not null default '',
      value jsonb not null,
      outcome text not null,
      occurred_at timestamptz not null,
      created_at timestamptz not null default now(),
      unique (tenant_id, event_key)
    );
    create index on account_events (tenant_id, field, subject, occurred_at);
  `.execute(db);

  for (const table of ["contact_aliases", "message_changes", "message_media", "account_events"]) {
    await protectTenantTable(db, table);
  }
  await touchOnUpdate(db, "message_media");
  await letPlatformRead(db, "message_media", [
    "id",
    "tenant_id",
    "message_id",
    "status",
    "next_attempt_at",
    "expires_at",
  ]);
  await createChangeJoining(db);
  await createContactMerging(db);
  await accountLookup(db);
}

/** Whose a WhatsApp Business account is; it may have numbers of several tenants. */
async function accountLookup(db: Kysely<never>): Promise<void> {
  await sql`
    grant select (waba_business_account_id) on outlets to crm_lookup;

    create function find_outlets_by_business_account_id(wanted text)
      returns table (outlet_id uuid, tenant_id uuid, phone_number_id text)
      language sql stable security definer set search_path = pg_catalog, pg_temp
      begin atomic
        select o.id, o.tenant_id, o.waba_phone_number_id from public.outlets o
          where o.waba_business_account_id = wanted order by o.id;
      end;

    grant create on schema public to crm_lookup;
    alter function find_outlets_by_business_account_id(text) owner to crm_lookup;
    revoke create on schema public from crm_lookup;
  `.execute(db);
  await sql`
    set local role crm_lookup;
    revoke all on function find_outlets_by_business_account_id(text) from public;
    grant execute on function find_outlets_by_business_account_id(text) to crm_app;
    reset role;
  `.execute(db);
}
