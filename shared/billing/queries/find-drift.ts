import { sql } from "kysely";
import { overageCharge } from "../rules/overage.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";
import { findAccount } from "./billing-accounts.ts";
import { pricedOf } from "./quotas.ts";

/** Two numbers that must be equal and are not. */
export type Drift = { what: string; subject: string; expected: number; actual: number };

/**
 * Everything about the scope's bill that does not add up, seen in one snapshot: records against counters, counters
 * against quotas, quotas × price against charges, charges against the ledger, the ledger against the account, the invoices
 * and what was paid for them.
 */
export async function findDrift(trx: TenantTransaction): Promise<Drift[]> {
  // One snapshot for all of it: nothing that is committed meanwhile may look like drift.
  await sql`select from billing_accounts for share`.execute(trx);
  const drifts = [
    ...(await usageDrift(trx)),
    ...(await quotaDrift(trx)),
    ...(await ledgerDrift(trx)),
    ...(await invoiceDrift(trx)),
  ];
  return drifts.filter(({ expected, actual }) => expected !== actual);
}

async function usageDrift(trx: TenantTransaction): Promise<Drift[]> {
  const { rows } = await sql<Drift>`
    with records as (
      select is_late, period_id, day, meter, outlet_id, sum(quantity)::bigint as quantity from usage_records
      group by 1, 2, 3, 4, 5
    ), counters as (
      select false as is_late, period_id, day, meter, outlet_id, quantity from usage_counters
      union all
      select true, period_id, day, meter, outlet_id, quantity from usage_adjustments
    )
    select 'records against counters' as what, concat_ws('/', coalesce(r.day, c.day), coalesce(r.meter, c.meter)) as subject,
      coalesce(r.quantity, 0) as expected, coalesce(c.quantity, 0) as actual
    from records r full join counters c on r.is_late = c.is_late and r.day = c.day and r.meter = c.meter
      and (r.period_id, r.outlet_id) is not distinct from (c.period_id, c.outlet_id)
    where r.quantity is distinct from c.quantity`.execute(trx);
  return rows;
}

async function quotaDrift(trx: TenantTransaction): Promise<Drift[]> {
  const { rows } = await sql<{
    id: string;
    allowance: string;
    included: number;
    price_minor: number | null;
    per_units: number | null;
    used: number;
    adjusted: number;
    charged_minor: number;
    adjustment_charged_minor: number;
    counted: number;
    late: number;
    booked: number;
    booked_late: number;
    is_waived: boolean;
    held: number;
    reserved: number;
  }>`
    select q.id, q.allowance, q.included, q.price_minor, q.per_units, q.used, q.adjusted, q.charged_minor,
      q.adjustment_charged_minor, q.reserved + q.committed as reserved,
      (select coalesce(sum(c.quantity), 0)::bigint from usage_counters c
        where c.period_id = q.period_id and c.meter = any (q.meters)) as counted,
      (select coalesce(sum(a.quantity), 0)::bigint from usage_adjustments a
        where a.period_id = q.period_id and a.meter = any (q.meters)) as late,
      (select coalesce(-sum(e.amount_minor), 0)::bigint from ledger_transactions t
        join ledger_entries e on e.transaction_id = t.id and e.account = 'revenue'
        where t.quota_id = q.id and t.kind <> 'adjustment') as booked,
      (select coalesce(-sum(e.amount_minor), 0)::bigint from ledger_transactions t
        join ledger_entries e on e.transaction_id = t.id and e.account = 'revenue'
        where t.quota_id = q.id and t.kind = 'adjustment') as booked_late,
      (select coalesce(sum(r.quantity), 0)::bigint from quota_reservations r where r.quota_id = q.id) as held,
      not exists (select from subscriptions s where s.status <> 'canceled') as is_waived
    from quotas q`.execute(trx);
  return rows.flatMap((row) => {
    const priced = pricedOf(row);
    const own = overageCharge(row.used, priced);
    const late = overageCharge(row.used + row.adjusted, priced) - own;
    const drift = (what: string, expected: number, actual: number): Drift => {
      return { what, subject: `${row.allowance}/${row.id}`, expected, actual };
    };
    return [
      drift("counters against quota", row.counted, row.used),
      drift("late counters against quota", row.late, row.adjusted),
      drift("use × price against charge", own, row.charged_minor),
      // Nobody is billed for what comes after the last period of all.
      drift(
        "late use × price against charge",
        row.is_waived ? row.adjustment_charged_minor : late,
        row.adjustment_charged_minor,
      ),
      drift("charge against ledger", row.charged_minor, row.booked),
      drift("late charge against ledger", row.adjustment_charged_minor, row.booked_late),
      drift("reservations against quota", row.held, row.reserved),
    ];
  });
}

type Books = {
  deposit: number;
  owed: number;
  total: number;
  cash: number;
  invoiced: number;
  paid: number;
  due: number;
};

async function ledgerDrift(trx: TenantTransaction): Promise<Drift[]> {
  const account = await findAccount(trx);
  const { rows } = await sql<Books>`
    select coalesce(sum(amount_minor) filter (where account = 'deposit'), 0)::bigint as deposit,
      coalesce(sum(amount_minor) filter (where account = 'owed'), 0)::bigint as owed,
      coalesce(sum(amount_minor) filter (where account = 'cash'), 0)::bigint as cash,
      coalesce(sum(amount_minor), 0)::bigint as total,
      coalesce(sum(amount_minor) filter (where account = 'invoiced'), 0)::bigint as invoiced,
      (select coalesce(sum(amount_minor), 0)::bigint from deposits)
        + (select coalesce(sum(amount_minor), 0)::bigint from invoice_payments) as paid,
      (select coalesce(sum(total_minor - paid_minor), 0)::bigint from invoices) as due
    from ledger_entries`.execute(trx);
  const books = rows[0] ?? { deposit: 0, owed: 0, total: 0, cash: 0, invoiced: 0, paid: 0, due: 0 };
  const drift = (what: string, expected: number, actual: number): Drift => {
    return { what, subject: "account", expected, actual };
  };
  return [
    drift("ledger against zero", 0, books.total),
    // A balance of nothing is `-0` otherwise, which is another number.
    drift("ledger against deposit", 0 - books.deposit, account?.deposit_minor ?? 0),
    drift("ledger against debt", books.owed, account?.owed_minor ?? 0),
    drift("payments against ledger", books.paid, books.cash),
    drift("ledger against what is due", books.invoiced, books.due),
  ];
}

async function invoiceDrift(trx: TenantTransaction): Promise<Drift[]> {
  const { rows } = await sql<Drift>`
    select 'ledger against invoice' as what, i.number::text as subject, i.total_minor as actual,
      (select coalesce(-sum(e.amount_minor), 0)::bigint from ledger_transactions t
        join ledger_entries e on e.transaction_id = t.id and e.account = 'revenue'
        where t.period_id = i.period_id) as expected
    from invoices i
    union all
    select 'ledger against what is due of an invoice', i.number::text, i.total_minor - i.paid_minor,
      (select coalesce(sum(e.amount_minor), 0)::bigint from ledger_transactions t
        join ledger_entries e on e.transaction_id = t.id and e.account = 'invoiced' where t.invoice_id = i.id)
    from invoices i
    union all
    select 'payments of an invoice against ledger', i.number::text,
      (select coalesce(sum(e.amount_minor), 0)::bigint from ledger_transactions t
        join ledger_entries e on e.transaction_id = t.id and e.account = 'cash' where t.invoice_id = i.id),
      (select coalesce(sum(p.amount_minor), 0)::bigint from invoice_payments p where p.invoice_id = i.id)
    from invoices i`.execute(trx);
  return rows;
}
