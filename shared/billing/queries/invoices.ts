import type { AdjustmentFacts, InvoiceLine } from "../rules/invoice.ts";
import { toJsonb } from "../../db/jsonb.ts";
import type { Invoice } from "../../db/schema.d.ts";
import { inPage, type Page } from "../../db/page.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** An invoice with the period that it is for. */
export type PeriodInvoice = Invoice & { starts_at: Date; ends_at: Date; time_zone: string };

export async function insertInvoice(
  trx: TenantTransaction,
  invoice: {
    periodId: string;
    currency: string;
    lines: readonly InvoiceLine[];
    totalMinor: number;
    paidMinor: number;
    issuedAt: Date;
    dueAt: Date;
  },
): Promise<string> {
  const { last_invoice_number: number } = await trx
    .updateTable("billing_accounts")
    .set((set) => ({ last_invoice_number: set("last_invoice_number", "+", 1) }))
    .returning("last_invoice_number")
    .executeTakeFirstOrThrow();
  const { id } = await trx
    .insertInto("invoices")
    .values({
      period_id: invoice.periodId,
      number,
      currency: invoice.currency,
      lines: toJsonb(invoice.lines),
      total_minor: invoice.totalMinor,
      paid_minor: invoice.paidMinor,
      issued_at: invoice.issuedAt,
      due_at: invoice.dueAt,
      paid_at: invoice.paidMinor === invoice.totalMinor ? invoice.issuedAt : null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Newest first, older than the invoice `before`. */
export async function listInvoices(trx: TenantTransaction, page: Page): Promise<PeriodInvoice[]> {
  return inPage(invoicesWithPeriods(trx), page, "invoices").execute();
}

export async function findInvoice(trx: TenantTransaction, id: string): Promise<PeriodInvoice | undefined> {
  return invoicesWithPeriods(trx).where("invoices.id", "=", id).executeTakeFirst();
}

/** Those of which something is due, the oldest first; of an account that the caller has locked. */
export async function listOpenInvoices(trx: TenantTransaction): Promise<Invoice[]> {
  return trx
    .selectFrom("invoices")
    .selectAll()
    .whereRef("paid_minor", "<", "total_minor")
    .orderBy("number")
    .execute();
}

export function dueOf({ total_minor: total, paid_minor: paid }: Invoice): number {
  return total - paid;
}

/** Of an account that the caller has locked. Resolves to whether nothing is due any more. */
export async function recordInvoicePaid(
  trx: TenantTransaction,
  invoice: Invoice,
  amountMinor: number,
  now: Date,
): Promise<boolean> {
  const isPaid = amountMinor === dueOf(invoice);
  await trx
    .updateTable("invoices")
    .set({ paid_minor: invoice.paid_minor + amountMinor, paid_at: isPaid ? now : null })
    .where("id", "=", invoice.id)
    .execute();
  return isPaid;
}

function invoicesWithPeriods(trx: TenantTransaction) {
  return trx
    .selectFrom("invoices")
    .innerJoin("billing_periods", "billing_periods.id", "invoices.period_id")
    .selectAll("invoices")
    .select(["billing_periods.starts_at", "billing_periods.ends_at", "billing_periods.time_zone"]);
}

/** What was charged on this period's bill for late use of earlier ones. */
export async function listAdjustments(trx: TenantTransaction, periodId: string): Promise<AdjustmentFacts[]> {
  return trx
    .selectFrom("ledger_transactions as transaction")
    .innerJoin("ledger_entries as entry", "entry.transaction_id", "transaction.id")
    .innerJoin("quotas", "quotas.id", "transaction.quota_id")
    .innerJoin("billing_periods as source", "source.id", "quotas.period_id")
    .where("transaction.period_id", "=", periodId)
    .where("transaction.kind", "=", "adjustment")
    .where("entry.account", "=", "revenue")
    .groupBy(["quotas.allowance", "source.starts_at"])
    .orderBy("source.starts_at")
    .orderBy("quotas.allowance")
    .select((select) => [
      "quotas.allowance",
      "source.starts_at as periodStartsAt",
      select.neg(select.cast<number>(select.fn.sum("entry.amount_minor"), "bigint")).as("amountMinor"),
    ])
    .execute();
}

/** What of the account's debt is overage of this open period; debt is paid oldest first, so later periods' is what is left. */
export async function sumOwed(
  trx: TenantTransaction,
  { periodId, owedMinor }: { periodId: string; owedMinor: number },
): Promise<number> {
  const { own, later } = await trx
    .selectFrom("ledger_entries as entry")
    .innerJoin("ledger_transactions as transaction", "transaction.id", "entry.transaction_id")
    .innerJoin("billing_periods as period", "period.id", "transaction.period_id")
    .where("entry.account", "=", "owed")
    .where("period.status", "=", "open")
    .select((select) => {
      const owed = select.fn.sum("entry.amount_minor");
      return [
        select.cast<number | null>(owed.filterWhere("period.id", "=", periodId), "bigint").as("own"),
        select.cast<number | null>(owed.filterWhere("period.id", "<>", periodId), "bigint").as("later"),
      ];
    })
    .executeTakeFirstOrThrow();
  return Math.max(0, Math.min(own ?? 0, owedMinor, owedMinor - (later ?? 0)));
}
