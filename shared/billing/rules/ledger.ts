/**
 * The books of one tenant. `deposit`: what it has paid ahead (below zero: its credit in use). `owed`: overage for which
 * there was no money, until its period's invoice takes it over. `invoiced`: what is due of invoices. `revenue`: what was
 * used and sold. `cash`: what was paid in.
 */
export type LedgerAccount = "cash" | "deposit" | "owed" | "invoiced" | "revenue";

/** Above zero is a debit, below a credit; the entries of one transaction sum to zero. */
export type LedgerEntry = { account: LedgerAccount; amountMinor: number };

export const ledgerKinds = [
  "top_up",
  "overage",
  "refund",
  "adjustment",
  "fee",
  "debt_payment",
  "debt_invoiced",
  "invoice_payment",
] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

/** Entries without those of nothing. */
export function entriesOf(amounts: Partial<Record<LedgerAccount, number>>): LedgerEntry[] {
  return Object.entries(amounts)
    .filter(([, amountMinor]) => amountMinor !== 0)
    .map(([account, amountMinor]) => ({ account: account as LedgerAccount, amountMinor }));
}

export function isBalanced(entries: readonly LedgerEntry[]): boolean {
  return entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0) === 0;
}
