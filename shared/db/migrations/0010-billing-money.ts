import { sql } from "kysely";
import type { Kysely } from "kysely";

/** The books: accounts, a ledger by double entry, payments, invoices. */
export async function createMoneyTables(db: Kysely<never>): Promise<void> {
  await sql`
    drop table deposits;

    -- The row that is locked by whatever changes a tenant's bill: one thing at a time.
    create table billing_accounts (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null unique default app_tenant_id() references tenants (id) on delete cascade,
      currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
      deposit_minor bigint not null default 0,
      owed_minor bigint not null default 0 check (owed_minor >= 0),
      owed_since timestamptz,
      credit_limit_minor bigint not null default 0 check (credit_limit_minor >= 0),
      last_invoice_number integer not null default 0,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      check (deposit_minor >= -credit_limit_minor),
      check ((owed_minor > 0) = (owed_since is not null))
    ) with (fillfactor = 50);

    create table ledger_transactions (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      kind text not null check (kind in ('top_up', 'overage', 'refund', 'adjustment', 'fee', 'debt_payment')),
      -- The period on whose invoice it stands; none for payments.
      period_id uuid,
      -- The allowance that was charged for, of that period or, for an adjustment, of an earlier one.
      quota_id uuid,
      note text,
      created_at timestamptz not null default now(),
      unique (tenant_id, id),
      foreign key (tenant_id, period_id) references billing_periods (tenant_id, id),
      foreign key (tenant_id, quota_id) references quotas (tenant_id, id)
    );
    create index on ledger_transactions (period_id) where period_id is not null;
    create index on ledger_transactions (quota_id) where quota_id is not null;

    create table ledger_entries (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      transaction_id uuid not null,
      account text not null check (account in ('cash', 'deposit', 'owed', 'invoiced', 'revenue')),
      amount_minor bigint not null check (amount_minor <> 0),
      currency text not null,
      -- Of the account, with this entry; below zero is a credit, as a deposit is.
      balance_minor bigint,
      created_at timestamptz not null default now(),
      foreign key (tenant_id, transaction_id) references ledger_transactions (tenant_id, id)
    );
    create index on ledger_entries (transaction_id);
    create index on ledger_entries (tenant_id, account, id);

    create function refuse_unbalanced() returns trigger language plpgsql as $$
    begin
      if (select sum(amount_minor) from ledger_entries where transaction_id = new.transaction_id) <> 0 then
        raise exception 'the entries of a transaction must sum to zero' using errcode = '23514';
      end if;
      return null;
    end $$;
    create constraint trigger ledger_balances after insert on ledger_entries
      deferrable initially deferred for each row execute function refuse_unbalanced();

    -- Money that was paid in, once by its reference.
    create table deposits (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      amount_minor bigint not null check (amount_minor > 0),
      currency text not null check (currency ~ '^[A-Z]{3}$'),
      reference text not null check (reference <> ''),
      note text,
      transaction_id uuid not null,
      created_at timestamptz not null default now(),
      unique (tenant_id, reference),
      foreign key (tenant_id, transaction_id) references ledger_transactions (tenant_id, id)
    );
    create index on deposits (transaction_id);
    create index on deposits (tenant_id, created_at);

    create table invoices (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      period_id uuid not null,
      number integer not null,
      currency text not null,
      lines jsonb not null check (jsonb_typeof(lines) = 'array'),
      total_minor bigint not null,
      -- Drawn from the deposit already.
      paid_minor bigint not null,
      issued_at timestamptz not null default now(),
      unique (tenant_id, number),
      unique (period_id),
      foreign key (tenant_id, period_id) references billing_periods (tenant_id, id)
    );
  `.execute(db);
}

/** What was told already. */
export async function createNoticeTables(db: Kysely<never>): Promise<void> {
  await sql`
    -- Told once per period, allowance and mark.
    create table quota_crossings (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      period_id uuid not null,
      -- 'account' for what concerns the whole tenant.
      allowance text not null,
      state text not null check (state in ('ok', 'warning', 'overage', 'exhausted', 'suspended')),
      threshold_percent integer not null,
      used bigint,
      included bigint,
      mailed_at timestamptz,
      created_at timestamptz not null default now(),
      unique (tenant_id, id),
      unique (period_id, allowance, state, threshold_percent),
      foreign key (tenant_id, period_id) references billing_periods (tenant_id, id)
    );

    -- That the bot keeps still is told a customer once in a period.
    create table quota_notices (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      contact_id uuid not null,
      period_id uuid,
      created_at timestamptz not null default now(),
      unique nulls not distinct (tenant_id, contact_id, period_id),
      foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade,
      foreign key (tenant_id, period_id) references billing_periods (tenant_id, id)
    );
    create index on quota_notices (period_id) where period_id is not null;
  `.execute(db);
}
