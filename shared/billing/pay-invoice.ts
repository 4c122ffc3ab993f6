import { entriesOf } from "./rules/ledger.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { lockAccount } from "./queries/billing-accounts.ts";
import type { Crossing } from "./queries/crossings.ts";
import { recordInvoiceNotice, type NewNotice } from "./queries/invoice-notices.ts";
import { dueOf, findInvoice, recordInvoicePaid } from "./queries/invoices.ts";
import { recordTransaction } from "./queries/ledger.ts";
import { reinstate } from "./suspension.ts";

export type InvoicePayment = {
  amountMinor: number;
  currency: string;
  /** The payment's own: the same reference is the same payment. */
  reference: string;
  note?: string | undefined;
};

export type PaidInvoice =
  | { kind: "recorded" | "repeated"; paymentId: string; notices: NewNotice[]; crossings: Crossing[] }
  | { kind: "no-invoice" }
  /** The reference stands for another payment, the invoice is in another currency, or less is due. */
  | { kind: "conflict"; reason: "reference" | "currency" | "amountMinor" };

/**
 * Records money that came in for an invoice of the scope, all of what is due or a part of it, once by its reference. When
 * nothing is overdue any more a suspension ends.
 */
export async function payInvoice(
  trx: TenantTransaction,
  tenantId: string,
  invoiceId: string,
  { amountMinor, currency, reference, note }: InvoicePayment,
  now: Date,
): Promise<PaidInvoice> {
  await lockAccount(trx);
  const invoice = await findInvoice(trx, invoiceId);
  if (invoice === undefined) return { kind: "no-invoice" };
  const known = await trx
    .selectFrom("invoice_payments")
    .selectAll()
    .where("reference", "=", reference)
    .executeTakeFirst();
  if (known !== undefined) {
    const isSame =
      known.invoice_id === invoiceId && known.amount_minor === amountMinor && known.currency === currency;
    return isSame
      ? { kind: "repeated", paymentId: known.id, notices: [], crossings: [] }
      : { kind: "conflict", reason: "reference" };
  }
  if (invoice.currency !== currency) return { kind: "conflict", reason: "currency" };
  if (amountMinor > dueOf(invoice)) return { kind: "conflict", reason: "amountMinor" };
  const transactionId = await recordTransaction(trx, {
    kind: "invoice_payment",
    entries: entriesOf({ cash: amountMinor, invoiced: -amountMinor }),
    currency,
    invoiceId,
    note,
  });
  const { id: paymentId } = await trx
    .insertInto("invoice_payments")
    .values({
      invoice_id: invoiceId,
      amount_minor: amountMinor,
      currency,
      reference,
      note: note ?? null,
      transaction_id: transactionId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const isPaid = await recordInvoicePaid(trx, invoice, amountMinor, now);
  const notices = isPaid
    ? await recordInvoiceNotice(trx, tenantId, { invoiceId, kind: "paid", at: now })
    : [];
  return { kind: "recorded", paymentId, notices, crossings: await reinstate(trx, tenantId, now) };
}
