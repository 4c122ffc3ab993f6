import type { LedgerEntry, LedgerKind } from "../rules/ledger.ts";
import { inPage, type Page } from "../../db/page.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type NewTransaction = {
  kind: LedgerKind;
  entries: readonly LedgerEntry[];
  currency: string;
  periodId?: string | undefined;
  quotaId?: string | undefined;
  /** The invoice that it makes due or pays. */
  invoiceId?: string | undefined;
  note?: string | undefined;
  /** The deposit after it, where it moves the deposit. */
  depositMinor?: number | undefined;
};

/** Writes a transaction with its entries for good; one that does not sum to zero fails at the commit. */
export async function recordTransaction(
  trx: TenantTransaction,
  transaction: NewTransaction,
): Promise<string> {
  const { id } = await trx
    .insertInto("ledger_transactions")
    .values({
      kind: transaction.kind,
      period_id: transaction.periodId ?? null,
      quota_id: transaction.quotaId ?? null,
      invoice_id: transaction.invoiceId ?? null,
      note: transaction.note ?? null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("ledger_entries")
    .values(
      transaction.entries.map(({ account, amountMinor }) => ({
        transaction_id: id,
        account,
        amount_minor: amountMinor,
        currency: transaction.currency,
        balance_minor: account === "deposit" ? (transaction.depositMinor ?? null) : null,
      })),
    )
    .execute();
  return id;
}

export type DepositMovement = {
  id: string;
  kind: LedgerKind;
  /** Above zero: paid in or given back; below: drawn. */
  amountMinor: number;
  balanceMinor: number | null;
  currency: string;
  allowance: string | null;
  note: string | null;
  at: Date;
};

/** What moved the deposit, newest first, older than the movement `before`. */
export async function listDepositMovements(trx: TenantTransaction, page: Page): Promise<DepositMovement[]> {
  const rows = await inPage(
    trx
      .selectFrom("ledger_entries as entry")
      .innerJoin("ledger_transactions as transaction", "transaction.id", "entry.transaction_id")
      .leftJoin("quotas", "quotas.id", "transaction.quota_id")
      .select([
        "entry.id",
        "transaction.kind",
        "entry.amount_minor",
        "entry.balance_minor",
        "entry.currency",
        "quotas.allowance",
        "transaction.note",
        "entry.created_at",
      ])
      .where("entry.account", "=", "deposit"),
    page,
    "entry",
  ).execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    // A deposit is what we owe the tenant: a credit in the books.
    amountMinor: -row.amount_minor,
    balanceMinor: row.balance_minor,
    currency: row.currency,
    allowance: row.allowance,
    note: row.note,
    at: row.created_at,
  }));
}
