import { sql } from "kysely";
import type { Kysely } from "kysely";
import { protectTenantTable, touchOnUpdate } from "./protect-tenant-table.ts";

/** What people need to work in conversations: whose turn it is, what happened, and what they add themselves. */
export async function up(db: Kysely<never>): Promise<void> {
  await conversations(db);
  await turns(db);
  await history(db);
  await peoplesOwn(db);
  await organizing(db);
}

async function conversations(db: Kysely<never>): Promise<void> {
  await sql`
    alter table conversations
      -- Since when the customer waits for an answer; null: it is not our turn.
      add column waiting_since timestamptz,
      -- Put aside by a person, until then or (null) until the customer writes.
      add column snoozed_at timestamptz,
      add column snoozed_until timestamptz,
      -- What came of it.
      add column outcome text check (outcome in ('resolved', 'no-answer-needed', 'duplicate', 'spam', 'idle')),
      add column close_reason text,
      add column reopened_at timestamptz,
      -- Text, not an enum: row-level security lets an index use only operators that are leakproof.
      add column inbox_state text not null generated always as (
        case when status = 'closed' then 'closed' when snoozed_at is not null then 'snoozed' else 'open' end) stored,
      add check (snoozed_until is null or snoozed_at is not null),
      add check (outcome is null or status = 'closed');
    grant select (snoozed_until, waiting_since) on conversations to crm_platform;

    drop index conversations_inbox;
    create index conversations_inbox on conversations (tenant_id, inbox_state, last_message_at desc, id desc);
    create index conversations_of_outlet
      on conversations (tenant_id, outlet_id, inbox_state, last_message_at desc, id desc);
    create index conversations_by_handler
      on conversations (tenant_id, handled_by, inbox_state, last_message_at desc, id desc);
    create index conversations_of_assignee
      on conversations (tenant_id, assigned_user_id, inbox_state, last_message_at desc, id desc)
      where assigned_user_id is not null;
    create index conversations_unassigned
      on conversations (tenant_id, inbox_state, last_message_at desc, id desc)
      where assigned_user_id is null and handled_by = 'human';
    create index conversations_waiting
      on conversations (tenant_id, inbox_state, waiting_since, id) where waiting_since is not null;
    create index conversations_to_wake on conversations (snoozed_until)
      where snoozed_until is not null and status = 'open';
    create index conversations_closed_last on conversations (outlet_id, contact_id, closed_at desc)
      where status = 'closed' and not imported;

    -- A thread is a contact's with an outlet, over all their conversations.
    create index messages_of_thread on messages (contact_id, outlet_id, sent_at, id);
    drop index messages_contact_id_idx;
  `.execute(db);
}

/**
 * Who waits for whom follows the messages, whoever stores them. Every writer locks the conversation before its messages,
 * so that this takes no lock that it could wait for in a circle.
 */
async function turns(db: Kysely<never>): Promise<void> {
  await sql`
    -- The first of the customer's turns that no answer of ours follows; an answer that failed is none. What waited when
    -- the conversation was closed waits no more.
    create function waiting_since_of(conversation uuid) returns timestamptz
    language sql stable set search_path = pg_catalog, public, pg_temp as $$
      select min(m.sent_at) from messages m join conversations c on c.id = m.conversation_id
      where m.conversation_id = conversation and m.created_at >= coalesce(c.reopened_at, '-infinity')
        and m.is_turn and m.direction = 'inbound' and m.revoked_at is null
        and m.id > coalesce((
          select a.id from messages a
          where a.conversation_id = conversation and a.is_turn and a.direction = 'outbound'
            and a.status not in ('canceled', 'failed')
          order by a.id desc limit 1), '00000000-0000-0000-0000-000000000000')
    $$;

    create function follow_new_message() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      update conversations set
        last_message_at = greatest(last_message_at, new.sent_at),
        waiting_since = case
          when not new.is_turn then waiting_since
          when new.direction = 'inbound' then coalesce(waiting_since, new.sent_at)
          else null end,
        -- Put aside until the customer writes: now it has.
        snoozed_at = case when new.is_turn and new.direction = 'inbound' then null else snoozed_at end,
        snoozed_until = case when new.is_turn and new.direction = 'inbound' then null else snoozed_until end
      where id = new.conversation_id;
      return null;
    end $$;
    create trigger follow_new_message after insert on messages
      for each row execute function follow_new_message();

    create function follow_changed_turn() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      update conversations set waiting_since = waiting_since_of(id)
      where id = new.conversation_id and status = 'open';
      return null;
    end $$;
    -- Our answer failed, was dropped, or went out after all; or the customer took back what was asked.
    create trigger follow_changed_turn after update of status, revoked_at on messages
      for each row when (new.is_turn and (
        (old.status in ('canceled', 'failed')) <> (new.status in ('canceled', 'failed'))
        or (old.revoked_at is null) <> (new.revoked_at is null)))
      execute function follow_changed_turn();

    alter table conversations no force row level security;
    alter table messages no force row level security;
    update conversations set waiting_since = waiting_since_of(id) where status = 'open';
    alter table conversations force row level security;
    alter table messages force row level security;

    alter function merge_conversations(uuid, uuid) rename to merge_handed_over;
    create function merge_conversations(kept uuid, gone uuid) returns void
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      perform merge_handed_over(kept, gone);
      update conversations set waiting_since = waiting_since_of(id) where id = kept and status = 'open';
    end $$;
    revoke all on function merge_conversations(uuid, uuid) from public;
  `.execute(db);
}

/** What happened to a conversation beside its messages: who had it, since when, and who did it. */
async function history(db: Kysely<never>): Promise<void> {
  await sql`
    create table conversation_events (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      conversation_id uuid not null,
      kind text not null check (kind in ('handed-over', 'handed-back', 'assigned', 'released', 'snoozed', 'woken',
        'closed', 'reopened')),
      -- As user:<id>, api_key:<id>; null: the system itself.
      actor text,
      data jsonb not null default '{}',
      created_at timestamptz not null default now(),
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
    );
    create index on conversation_events (tenant_id, conversation_id, id);

    -- Whoever moves a conversation.
    create function note_conversation_events() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    declare
      who text := nullif(current_setting('app.actor', true), '');
    begin
      insert into conversation_events (tenant_id, conversation_id, kind, actor, data)
      select new.tenant_id, new.id, happened.kind, who, happened.data
      from (values
        (1, old.handled_by = 'bot' and new.handled_by = 'human', 'handed-over',
          jsonb_build_object('code', new.handoff_code)),
        (2, old.handled_by = 'human' and new.handled_by = 'bot', 'handed-back', '{}'::jsonb),
        (3, new.assigned_user_id is distinct from old.assigned_user_id and new.assigned_user_id is not null, 'assigned',
          jsonb_build_object('userId', new.assigned_user_id, 'fromUserId', old.assigned_user_id)),
        (4, new.assigned_user_id is null and old.assigned_user_id is not null, 'released',
          jsonb_build_object('fromUserId', old.assigned_user_id)),
        (5, old.snoozed_at is null and new.snoozed_at is not null, 'snoozed',
          jsonb_build_object('until', new.snoozed_until)),
        (6, old.snoozed_at is not null and new.snoozed_at is null and new.status = 'open', 'woken', '{}'::jsonb),
        (7, old.status = 'open' and new.status = 'closed', 'closed',
          jsonb_build_object('outcome', new.outcome, 'reason', new.close_reason)),
        (8, old.status = 'closed' and new.status = 'open', 'reopened', '{}'::jsonb)
      ) as happened (place, holds, kind, data)
      where happened.holds order by happened.place;
      return null;
    end $$;
    create trigger note_conversation_events after update on conversations
      for each row when (
        old.handled_by <> new.handled_by or old.status <> new.status
        or old.assigned_user_id is distinct from new.assigned_user_id
        or old.snoozed_at is distinct from new.snoozed_at)
      execute function note_conversation_events();
  `.execute(db);
  await protectTenantTable(db, "conversation_events");
}

/** What is one person's own. */
async function peoplesOwn(db: Kysely<never>): Promise<void> {
  await sql`
    create table conversation_reads (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      user_id uuid not null,
      conversation_id uuid not null,
      -- What was stored after it is unread. By id, for Meta's times are whole seconds and come late.
      read_message_id uuid not null,
      unique (tenant_id, user_id, conversation_id),
      foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
    );
    create index on conversation_reads (tenant_id, conversation_id);

    create table conversation_drafts (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      user_id uuid not null,
      conversation_id uuid not null,
      body text not null,
      version integer not null default 1,
      updated_at timestamptz not null default now(),
      unique (tenant_id, user_id, conversation_id),
      foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
    );
    create index on conversation_drafts (tenant_id, conversation_id);

    create table notes (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      conversation_id uuid not null,
      author_user_id uuid,
      body text not null check (body <> ''),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, id),
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
      foreign key (tenant_id, author_user_id) references users (tenant_id, id) on delete set null (author_user_id)
    );
    create index on notes (tenant_id, conversation_id, id);
    create index on notes (tenant_id, author_user_id);

    create table note_mentions (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      note_id uuid not null,
      user_id uuid not null,
      conversation_id uuid not null,
      unique (tenant_id, note_id, user_id),
      foreign key (tenant_id, note_id) references notes (tenant_id, id) on delete cascade,
      foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
    );
    create index on note_mentions (tenant_id, user_id, conversation_id);
    create index on note_mentions (tenant_id, conversation_id);
  `.execute(db);
  for (const table of ["conversation_reads", "conversation_drafts", "notes", "note_mentions"])
    await protectTenantTable(db, table);
  await touchOnUpdate(db, "notes");
  await touchOnUpdate(db, "conversation_drafts");
}

async function organizing(db: Kysely<never>): Promise<void> {
  await sql`
    create table tags (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      name text not null check (name <> ''),
      color text not null default 'grey',
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, id)
    );
    create unique index tags_name on tags (tenant_id, lower(name));

    create table conversation_tags (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      tag_id uuid not null,
      conversation_id uuid not null,
      created_at timestamptz not null default now(),
      unique (tenant_id, tag_id, conversation_id),
      foreign key (tenant_id, tag_id) references tags (tenant_id, id) on delete cascade,
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
    );
    create index on conversation_tags (tenant_id, conversation_id);

    create table contact_tags (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      tag_id uuid not null,
      contact_id uuid not null,
      created_at timestamptz not null default now(),
      unique (tenant_id, tag_id, contact_id),
      foreign key (tenant_id, tag_id) references tags (tenant_id, id) on delete cascade,
      foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade
    );
    create index on contact_tags (tenant_id, contact_id);

    create table canned_replies (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      -- Null: for all.
      outlet_id uuid,
      language text,
      shortcut text not null check (shortcut <> ''),
      body text not null check (body <> ''),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, id),
      unique nulls not distinct (tenant_id, shortcut, outlet_id, language),
      foreign key (tenant_id, outlet_id) references outlets (tenant_id, id) on delete cascade
    );
    create index on canned_replies (tenant_id, outlet_id);

    alter table contacts
      -- As the business calls the customer, before the name that WhatsApp shows.
      add column name text,
      -- Values of the tenant's own fields, by key.
      add column fields jsonb not null default '{}' check (jsonb_typeof(fields) = 'object'),
      add column version integer not null default 1;

    create table contact_fields (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      key text not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
      label text not null check (label <> ''),
      type text not null check (type in ('text', 'number', 'date', 'boolean', 'choice')),
      choices text[] not null default '{}',
      created_at timestamptz not null default now(),
      unique (tenant_id, key)
    );
  `.execute(db);
  for (const table of ["tags", "conversation_tags", "contact_tags", "canned_replies", "contact_fields"])
    await protectTenantTable(db, table);
  await touchOnUpdate(db, "tags");
  await touchOnUpdate(db, "canned_replies");
}
