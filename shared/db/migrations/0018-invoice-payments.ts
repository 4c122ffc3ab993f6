import { sql } from "kysely";
import type { Kysely } from "kysely";
import { letPlatformRead, protectTenantTable } from "./protect-tenant-table.ts";

/** Invoices are open until they are paid, from the deposit or from outside; plans say how much may be stored. */
export async function up(db: Kysely<never>): Promise<void> {
  await invoicesAreOpen(db);
  await payments(db);
  await notices(db);
  await storage(db);
}

async function invoicesAreOpen(db: Kysely<never>): Promise<void> {
  await sql`
    alter table ledger_transactions
      -- The invoice that it makes due or pays.
      add column invoice_id uuid,
      drop constraint ledger_transactions_kind_check,
      add constraint ledger_transactions_kind_check check (kind in (
        'top_up', 'overage', 'refund', 'adjustment', 'fee', 'debt_payment', 'debt_invoiced', 'invoice_payment'));
    alter table invoices
      add unique (tenant_id, id),
      -- Functions of the version before leave it out.
      add column due_at timestamptz not null default now() + interval '14 days',
      add column paid_at timestamptz;

    -- Forced row-level security would hide the tenants' rows from this. What is due of an invoice is what its fee left
    -- open; overage that was owed then is a debt of the account still. Nobody is late by this migration.
    alter table ledger_transactions no force row level security;
    alter table ledger_entries no force row level security;
    alter table invoices no force row level security;
    update ledger_transactions t set invoice_id = i.id from invoices i where t.kind = 'fee' and i.period_id = t.period_id;
    update invoices i set
      paid_minor = i.total_minor - due.minor,
      paid_at = case when due.minor = 0 then i.issued_at end
    from (
      select f.id, coalesce(sum(e.amount_minor), 0)::bigint as minor from invoices f
      left join ledger_transactions t on t.invoice_id = f.id
      left join ledger_entries e on e.transaction_id = t.id and e.account = 'invoiced'
      group by f.id
    ) due where due.id = i.id;
    alter table ledger_transactions force row level security;
    alter table ledger_entries force row level security;
    alter table invoices force row level security;

    alter table invoices
      add check (paid_minor <= total_minor),
      add check (paid_at is null or paid_minor = total_minor);
    create index on invoices (due_at) where paid_minor < total_minor;
    create index on invoices (tenant_id, number) where paid_minor < total_minor;
    create index on ledger_transactions (invoice_id) where invoice_id is not null;
    alter table ledger_transactions add foreign key (tenant_id, invoice_id) references invoices (tenant_id, id);
    grant update (paid_minor, paid_at) on invoices to crm_app;
  `.execute(db);
  await letPlatformRead(db, "invoices", ["id", "tenant_id", "due_at", "total_minor", "paid_minor"]);
}

async function payments(db: Kysely<never>): Promise<void> {
  await sql`
    -- Money that was paid for an invoice from outside, once by its reference.
    create table invoice_payments (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      invoice_id uuid not null,
      amount_minor bigint not null check (amount_minor > 0),
      currency text not null check (currency ~ '^[A-Z]{3}$'),
      reference text not null check (reference <> ''),
      note text,
      transaction_id uuid not null,
      created_at timestamptz not null default now(),
      unique (tenant_id, reference),
      foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
      foreign key (tenant_id, transaction_id) references ledger_transactions (tenant_id, id)
    );
    create index on invoice_payments (invoice_id);
    create index on invoice_payments (transaction_id);
  `.execute(db);
  await protectTenantTable(db, "invoice_payments", { grants: "select, insert" });
}

async function notices(db: Kysely<never>): Promise<void> {
  await sql`
    -- What admins are told of an invoice, each thing once.
    create table invoice_notices (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      invoice_id uuid not null,
      kind text not null check (kind in ('issued', 'overdue', 'last_reminder', 'paid')),
      -- From then on the account is suspended, where the notice says so.
      suspends_at timestamptz,
      mailed_at timestamptz,
      created_at timestamptz not null default now(),
      unique (invoice_id, kind),
      foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
    );
    create index on invoice_notices (tenant_id, invoice_id);
  `.execute(db);
  await protectTenantTable(db, "invoice_notices", { grants: "select, insert, update (mailed_at)" });
}

/** A new version of each plan, for periods that begin from now on; those under way keep theirs. */
async function storage(db: Kysely<never>): Promise<void> {
  for (const [plan, storageBytes] of Object.entries(storageBytesOf)) {
    await sql`
      insert into plan_versions (plan, version, effective_from, terms)
      select plan, version + 1, '2020-01-01T00:00:00Z',
        jsonb_set(terms, '{capacities,storageBytes}', to_jsonb(${storageBytes}::bigint))
      from plan_versions where plan = ${plan} order by version desc limit 1`.execute(db);
  }
}

const storageBytesOf = { starter: 2_000_000_000, growth: 20_000_000_000, enterprise: 500_000_000_000 };
