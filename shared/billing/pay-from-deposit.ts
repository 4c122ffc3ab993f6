import { entriesOf } from "./rules/ledger.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { balancesOf, lockAccount, recordBalances } from "./queries/billing-accounts.ts";
import { dueOf, listOpenInvoices, recordInvoicePaid } from "./queries/invoices.ts";
import { recordTransaction } from "./queries/ledger.ts";

/**
 * Pays the scope's open invoices from its deposit, the oldest first, each that it covers whole; its credit pays for overage
 * only. Resolves to the ids of those that are paid by this.
 */
export async function payFromDeposit(trx: TenantTransaction, now: Date): Promise<string[]> {
  const account = await lockAccount(trx);
  let balances = balancesOf(account);
  const paid: string[] = [];
  for (const invoice of await listOpenInvoices(trx)) {
    const amountMinor = dueOf(invoice);
    if (balances.depositMinor < amountMinor) break;
    balances = { ...balances, depositMinor: balances.depositMinor - amountMinor };
    await recordTransaction(trx, {
      kind: "invoice_payment",
      entries: entriesOf({ deposit: amountMinor, invoiced: -amountMinor }),
      currency: account.currency,
      invoiceId: invoice.id,
      depositMinor: balances.depositMinor,
    });
    await recordInvoicePaid(trx, invoice, amountMinor, now);
    paid.push(invoice.id);
  }
  if (paid.length > 0) await recordBalances(trx, account, balances, now);
  return paid;
}
