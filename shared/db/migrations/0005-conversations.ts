import { sql } from "kysely";
import type { Kysely } from "kysely";
import { letPlatformRead, protectTenantTable, touchOnUpdate } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- A customer may hide the phone number (then only the business-scoped user id is known) or come without an id.
    create table contacts (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      phone text check (phone ~ '^[1-9][0-9]{4,14}$'),
      business_scoped_user_id text,
      parent_business_scoped_user_id text,
      username text,
      profile_name text,
      opted_out_at timestamptz,
      blocked boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, id),
      unique (tenant_id, phone),
      unique (tenant_id, business_scoped_user_id),
      check (phone is not null or business_scoped_user_id is not null)
    );
    create index on contacts (tenant_id, created_at);

    create table conversations (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      outlet_id uuid not null,
      contact_id uuid not null,
      status text not null default 'open' check (status in ('open', 'closed')),
      handled_by text not null default 'bot' check (handled_by in ('bot', 'human')),
      handoff_reason text,
      handoff_summary text,
      handed_off_at timestamptz,
      assigned_user_id uuid,
      -- Raised by every customer message and take-over: a bot draft made under an older epoch is never sent.
      epoch bigint not null default 0,
      last_customer_message_id uuid,
      last_customer_message_at timestamptz,
      last_message_at timestamptz,
      closed_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, id),
      check ((status = 'closed') = (closed_at is not null)),
      foreign key (tenant_id, outlet_id) references outlets (tenant_id, id),
      foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade,
      foreign key (tenant_id, assigned_user_id) references users (tenant_id, id) on delete set null (assigned_user_id)
    );
    create unique index conversations_one_open on conversations (outlet_id, contact_id) where status = 'open';
    create index on conversations (outlet_id, contact_id);
    create index on conversations (contact_id);
    create index on conversations (assigned_user_id) where assigned_user_id is not null;
    create index conversations_inbox on conversations (tenant_id, status, handled_by, last_message_at desc, id desc);
    create index conversations_open_by_age on conversations (last_customer_message_at) where status = 'open';
  `.execute(db);

  for (const table of ["contacts", "conversations"]) {
    await protectTenantTable(db, table);
    await touchOnUpdate(db, table);
  }
  await letPlatformRead(db, "conversations", [
    "id",
    "tenant_id",
    "outlet_id",
    "status",
    "handled_by",
    "handed_off_at",
    "last_customer_message_at",
    "last_message_at",
    "closed_at",
    "created_at",
    "updated_at",
  ]);
}
