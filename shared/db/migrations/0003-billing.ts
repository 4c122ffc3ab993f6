import { sql } from "kysely";
import type { Kysely } from "kysely";
import { letPlatformRead, protectTenantTable, touchOnUpdate } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table subscriptions (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      plan text not null check (plan in ('starter', 'growth', 'enterprise')),
      status text not null check (status in ('trial', 'active', 'past_due', 'canceled', 'suspended')),
      current_period_start timestamptz not null,
      current_period_end timestamptz not null,
      cancel_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      check (current_period_end > current_period_start)
    );
    create index on subscriptions (tenant_id, created_at);
    create unique index subscriptions_one_live on subscriptions (tenant_id) where status <> 'canceled';
    create index subscriptions_by_period_end on subscriptions (current_period_end) where status <> 'canceled';

    -- Usage outlives nothing but its tenant: an outlet that has any cannot be deleted, only disabled.
    create table usage_records (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      event_id uuid not null,
      meter text not null check (meter <> ''),
      quantity bigint not null check (quantity >= 0),
      outlet_id uuid,
      occurred_at timestamptz not null,
      created_at timestamptz not null default now(),
      unique (tenant_id, event_id),
      foreign key (tenant_id, outlet_id) references outlets (tenant_id, id)
    );
    create index on usage_records (tenant_id, occurred_at);
    create index on usage_records (outlet_id) where outlet_id is not null;

    create table usage_counters (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      period_start date not null,
      meter text not null check (meter <> ''),
      outlet_id uuid,
      quantity bigint not null default 0 check (quantity >= 0),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique nulls not distinct (tenant_id, period_start, meter, outlet_id),
      foreign key (tenant_id, outlet_id) references outlets (tenant_id, id)
    );
    create index on usage_counters (outlet_id) where outlet_id is not null;

    create table deposits (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      kind text not null check (kind in ('top_up', 'draw', 'adjustment')),
      amount_minor bigint not null,
      currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
      reference text not null,
      note text,
      created_at timestamptz not null default now(),
      unique (tenant_id, reference),
      check (case kind when 'top_up' then amount_minor > 0 when 'draw' then amount_minor < 0 else amount_minor <> 0 end)
    );
    create index on deposits (tenant_id, created_at);
  `.execute(db);

  await protectTenantTable(db, "subscriptions");
  // What was counted or paid is never changed afterwards; corrections are rows of their own.
  await protectTenantTable(db, "usage_records", { grants: "select, insert" });
  await protectTenantTable(db, "usage_counters");
  await protectTenantTable(db, "deposits", { grants: "select, insert" });
  await touchOnUpdate(db, "subscriptions");
  await touchOnUpdate(db, "usage_counters");
  await letPlatformRead(db, "subscriptions", [
    "id",
    "tenant_id",
    "plan",
    "status",
    "current_period_start",
    "current_period_end",
    "cancel_at",
  ]);
}
