import { sql } from "kysely";
import type { Kysely } from "kysely";
import { protectTenantTable } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table conversations
      -- Beside the reason in words: what is decided and counted by.
      add column handoff_code text check (handoff_code in (
        'no-answer', 'asked-for-human', 'unreadable', 'technical', 'quota', 'rule', 'answered-in-app', 'taken')),
      -- When it is looked at whether the bot takes it back; null: never by itself.
      add column take_back_at timestamptz,
      -- The customer's last message when the bot took it back: for this one it is not taken back again.
      add column retried_message_id uuid,
      -- When the customer was told that a human will answer.
      add column customer_told_at timestamptz,
      -- When people are to be told by mail that it waits, and when they were.
      add column tell_people_at timestamptz,
      add column people_told_at timestamptz,
      -- When the customer was told that a bot writes.
      add column disclosed_at timestamptz,
      -- The customer's, as far as it was recognized: a BCP 47 tag.
      add column language text check (length(language) <= 35);
    update conversations set handoff_code = case handoff_reason
        when 'answered-in-app' then 'answered-in-app' when 'another-app' then 'answered-in-app' else 'technical' end
      where handled_by = 'human';
    create index conversations_to_take_back on conversations (take_back_at)
      where take_back_at is not null and handled_by = 'human' and status = 'open';
    create index conversations_to_tell on conversations (tell_people_at)
      where tell_people_at is not null and handled_by = 'human' and status = 'open';
    grant select (take_back_at, tell_people_at) on conversations to crm_platform;

    alter table outlets
      -- When people answer; null: as if always.
      add column business_hours jsonb,
      -- Who is told of waiting conversations; empty: the tenant's admins.
      add column notification_emails text[] not null default '{}',
      -- When they were last told.
      add column people_told_at timestamptz;

    -- How customers are told that a bot writes.
    alter table tenants add column disclosure jsonb not null default '{}';

    -- What a human wrote and WhatsApp's window no longer let through: kept for when the customer writes again.
    create table kept_drafts (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      conversation_id uuid not null,
      message_id uuid not null unique,
      user_id uuid,
      -- Since when it can be sent: the customer has written again.
      offered_at timestamptz,
      settled_at timestamptz,
      settled_as text check (settled_as in ('sent', 'discarded')),
      created_at timestamptz not null default now(),
      check ((settled_at is null) = (settled_as is null)),
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
      foreign key (tenant_id, message_id) references messages (tenant_id, id) on delete cascade,
      foreign key (tenant_id, user_id) references users (tenant_id, id) on delete set null (user_id)
    );
    create index on kept_drafts (tenant_id, conversation_id);
    create index on kept_drafts (tenant_id, message_id);
    create index on kept_drafts (tenant_id, user_id);
  `.execute(db);
  await protectTenantTable(db, "kept_drafts");
  await mergeHandovers(db);
}

/** Of two conversations that become one, the hand-over goes along with its reason, and nothing is told twice. */
async function mergeHandovers(db: Kysely<never>): Promise<void> {
  await sql`
    alter function merge_conversations(uuid, uuid) rename to merge_conversation_rows;
    create function merge_conversations(kept uuid, gone uuid) returns void
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    declare
      one conversations;
      other conversations;
    begin
      select * into one from conversations where id = kept;
      select * into other from conversations where id = gone;
      perform merge_conversation_rows(kept, gone);
      update conversations set
        handoff_code = case when one.handled_by = 'human' or other.handled_by = 'bot'
          then coalesce(one.handoff_code, other.handoff_code) else coalesce(other.handoff_code, one.handoff_code) end,
        take_back_at = least(one.take_back_at, other.take_back_at),
        tell_people_at = least(one.tell_people_at, other.tell_people_at),
        customer_told_at = greatest(one.customer_told_at, other.customer_told_at),
        people_told_at = greatest(one.people_told_at, other.people_told_at),
        disclosed_at = greatest(one.disclosed_at, other.disclosed_at),
        language = coalesce(one.language, other.language)
      where id = kept;
    end $$;
    revoke all on function merge_conversations(uuid, uuid) from public;
  `.execute(db);
}
