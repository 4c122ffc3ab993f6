import { sql } from "kysely";
import type { Kysely } from "kysely";

/** What was used, and what is held of a quota for what is being sent. */
export async function createUsageTables(db: Kysely<never>): Promise<void> {
  await sql`
    drop table usage_records;
    drop table usage_counters;

    -- One row an event, once by its id and once by what it counts. No foreign keys but the tenant's, for this is the
    -- table that is written most: the counters that are made of it in the same statement have them.
    create table usage_records (
      id uuid not null,
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      period_id uuid,
      outlet_id uuid,
      meter text not null check (meter <> ''),
      subject_id text not null,
      quantity bigint not null check (quantity >= 0),
      is_late boolean not null default false,
      day date not null,
      occurred_at timestamptz not null,
      created_at timestamptz not null default now(),
      primary key (tenant_id, id),
      unique (tenant_id, meter, subject_id)
    );

    -- Without a period: what was used while there was no subscription.
    create table usage_counters (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      period_id uuid,
      day date not null,
      meter text not null check (meter <> ''),
      outlet_id uuid,
      quantity bigint not null default 0 check (quantity >= 0),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique nulls not distinct (tenant_id, day, meter, outlet_id, period_id),
      foreign key (tenant_id, outlet_id) references outlets (tenant_id, id),
      foreign key (tenant_id, period_id) references billing_periods (tenant_id, id)
    ) with (fillfactor = 50);
    create index on usage_counters (outlet_id) where outlet_id is not null;
    create index on usage_counters (period_id) where period_id is not null;

    -- What came after its period had closed.
    create table usage_adjustments (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      period_id uuid not null,
      day date not null,
      meter text not null check (meter <> ''),
      outlet_id uuid,
      quantity bigint not null default 0 check (quantity >= 0),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique nulls not distinct (tenant_id, day, meter, outlet_id, period_id),
      foreign key (tenant_id, outlet_id) references outlets (tenant_id, id),
      foreign key (tenant_id, period_id) references billing_periods (tenant_id, id)
    );
    create index on usage_adjustments (outlet_id) where outlet_id is not null;
    create index on usage_adjustments (period_id);

    create table quota_reservations (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      quota_id uuid not null,
      meter text not null,
      subject_id text not null,
      quantity bigint not null check (quantity > 0),
      status text not null default 'held' check (status in ('held', 'committed')),
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      unique (tenant_id, meter, subject_id),
      foreign key (tenant_id, quota_id) references quotas (tenant_id, id)
    );
    create index on quota_reservations (quota_id, status, expires_at);
  `.execute(db);
}
