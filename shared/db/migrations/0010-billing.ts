import { sql } from "kysely";
import type { Kysely } from "kysely";
import { billingFunctions } from "./0010-billing-functions.ts";
import { createMoneyTables, createNoticeTables } from "./0010-billing-money.ts";
import { createUsageTables } from "./0010-billing-usage.ts";
import { settlementFunctions } from "./0010-billing-settlement.ts";
import { firstPlans } from "./0010-billing-plans.ts";
import { letPlatformRead, protectTenantTable, touchOnUpdate } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await plans(db);
  await subscriptions(db);
  await periods(db);
  await createUsageTables(db);
  await createMoneyTables(db);
  await createNoticeTables(db);
  await protect(db);
  await settlementFunctions(db);
  await billingFunctions(db);
}

/** Terms are rows with a version: a new price is a new row, so that no period's own terms ever change. */
async function plans(db: Kysely<never>): Promise<void> {
  await sql`
    create table plan_versions (
      id uuid primary key default uuidv7(),
      plan text not null check (plan in ('starter', 'growth', 'enterprise')),
      version integer not null check (version > 0),
      effective_from timestamptz not null,
      terms jsonb not null check (jsonb_typeof(terms) = 'object'),
      created_at timestamptz not null default now(),
      unique (plan, version)
    );
    alter table plan_versions enable row level security;
    alter table plan_versions force row level security;
    create policy owner_all on plan_versions to crm_owner using (true) with check (true);
    create policy everyone_reads on plan_versions for select to crm_app, crm_platform using (true);
    grant select on plan_versions to crm_app, crm_platform;

    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'rows of % are for good: add a new one', tg_table_name using errcode = '42501';
    end $$;
    create trigger plan_versions_are_for_good before update or delete on plan_versions
      for each row execute function refuse_change();
  `.execute(db);
  for (const { plan, terms } of firstPlans) {
    await sql`
      insert into plan_versions (plan, version, effective_from, terms)
      values (${plan}, 1, '2020-01-01T00:00:00Z', ${JSON.stringify(terms)})`.execute(db);
  }
}

async function subscriptions(db: Kysely<never>): Promise<void> {
  await sql`
    alter table subscriptions
      add column anchor_date date,
      add column started_at timestamptz not null default now(),
      add column trial_ends_at timestamptz,
      add column pending_plan text check (pending_plan in ('starter', 'growth', 'enterprise')),
      add column cancel_at_period_end boolean not null default false,
      add column canceled_at timestamptz,
      add column version integer not null default 1;

    -- Forced row-level security would hide the tenants' rows from this.
    alter table subscriptions no force row level security;
    update subscriptions set anchor_date = (current_period_start at time zone 'UTC')::date, started_at = current_period_start;
    alter table subscriptions force row level security;

    alter table subscriptions
      alter column anchor_date set not null,
      add unique (tenant_id, id),
      drop column current_period_start,
      drop column current_period_end,
      drop column cancel_at;
    drop policy platform_read on subscriptions;
    revoke all on subscriptions from crm_platform;

    -- How far the bot may go, here where every message looks: the worst of the present period's quotas that stop it.
    alter table tenants add column quota_state text not null default 'ok'
      check (quota_state in ('ok', 'exhausted', 'suspended'));
  `.execute(db);
}

async function periods(db: Kysely<never>): Promise<void> {
  await sql`
    -- Each but a subscription's first starts where another ends, by foreign key: no gap, no overlap.
    create table billing_periods (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      subscription_id uuid not null,
      index integer not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      previous_ends_at timestamptz,
      time_zone text not null,
      is_trial boolean not null default false,
      status text not null default 'open' check (status in ('open', 'closed')),
      closed_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, id),
      unique (subscription_id, index),
      unique nulls not distinct (subscription_id, previous_ends_at),
      unique (tenant_id, starts_at),
      unique (tenant_id, subscription_id, ends_at),
      check (ends_at > starts_at),
      check (previous_ends_at = starts_at),
      check ((status = 'closed') = (closed_at is not null)),
      foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id),
      foreign key (tenant_id, subscription_id, previous_ends_at)
        references billing_periods (tenant_id, subscription_id, ends_at)
    );
    create index billing_periods_open on billing_periods (ends_at) where status = 'open';
    create index on billing_periods (tenant_id, subscription_id, previous_ends_at);

    create table period_segments (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      period_id uuid not null,
      starts_at timestamptz not null,
      plan text not null,
      plan_version integer not null,
      created_at timestamptz not null default now(),
      unique (period_id, starts_at),
      foreign key (tenant_id, period_id) references billing_periods (tenant_id, id),
      foreign key (plan, plan_version) references plan_versions (plan, version)
    );
    create index on period_segments (tenant_id, period_id);
    create index on period_segments (plan, plan_version);

    -- Half of each page is left free, here and where else a row is updated all the time: so that its versions stay on its
    -- page, and no index has to follow.
    -- An allowance of one period: what it includes and costs, copied from the plan, and what was counted against it.
    create table quotas (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      period_id uuid not null,
      allowance text not null check (allowance <> ''),
      meters text[] not null,
      included bigint not null check (included >= 0),
      is_hard boolean not null,
      price_minor bigint check (price_minor >= 0),
      per_units bigint check (per_units > 0),
      stops_bot boolean not null,
      used bigint not null default 0 check (used >= 0),
      -- Counted after the period had closed; what it closed with stands.
      adjusted bigint not null default 0 check (adjusted >= 0),
      -- Asked for by sends under way, and by accepted ones that are not counted yet.
      reserved bigint not null default 0 check (reserved >= 0),
      committed bigint not null default 0 check (committed >= 0),
      charged_minor bigint not null default 0,
      adjustment_charged_minor bigint not null default 0,
      state text not null default 'ok' check (state in ('ok', 'warning', 'overage', 'exhausted')),
      threshold_percent integer not null default 0,
      -- From this use on somebody has to look: a mark is passed or a charge is due.
      attention_at bigint,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, id),
      unique (period_id, allowance),
      check ((price_minor is null) = (per_units is null)),
      foreign key (tenant_id, period_id) references billing_periods (tenant_id, id)
    ) with (fillfactor = 50);
    create index on quotas (tenant_id, period_id);
  `.execute(db);
}

/** What was counted, charged, paid or told is never changed or taken away by a function. */
async function protect(db: Kysely<never>): Promise<void> {
  const grants: Record<string, string> = {
    billing_accounts: "select, insert, update",
    billing_periods: "select, insert, update",
    period_segments: "select, insert, update (plan, plan_version)",
    quotas: "select, insert, update",
    usage_records: "select, insert",
    usage_counters: "select, insert, update",
    usage_adjustments: "select, insert, update",
    quota_reservations: "select, insert, update, delete",
    ledger_transactions: "select, insert",
    ledger_entries: "select, insert",
    deposits: "select, insert",
    invoices: "select, insert",
    quota_crossings: "select, insert, update (mailed_at)",
    quota_notices: "select, insert",
  };
  for (const [table, granted] of Object.entries(grants))
    await protectTenantTable(db, table, { grants: granted });
  // Those that are written most set it themselves.
  for (const table of ["billing_accounts", "billing_periods"]) await touchOnUpdate(db, table);
  await letPlatformRead(db, "subscriptions", [
    "id",
    "tenant_id",
    "plan",
    "status",
    "started_at",
    "cancel_at_period_end",
  ]);
  await letPlatformRead(db, "billing_periods", [
    "id",
    "tenant_id",
    "subscription_id",
    "starts_at",
    "ends_at",
    "status",
  ]);
  await letPlatformRead(db, "billing_accounts", ["id", "tenant_id", "owed_minor", "owed_since"]);
  await sql`grant select (quota_state) on tenants to crm_platform`.execute(db);
}
