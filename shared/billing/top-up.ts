import { entriesOf } from "./rules/ledger.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { balancesOf, lockAccount, recordBalances } from "./queries/billing-accounts.ts";
import type { Crossing } from "./queries/crossings.ts";
import { type NewNotice, recordInvoiceNotice } from "./queries/invoice-notices.ts";
import { recordTransaction } from "./queries/ledger.ts";
import { openPeriods } from "./open-periods.ts";
import { payFromDeposit } from "./pay-from-deposit.ts";
import { settle } from "./settle.ts";
import { reinstate } from "./suspension.ts";

export type TopUp = {
  amountMinor: number;
  currency: string;
  /** The payment's own: the same reference is the same payment. */
  reference: string;
  note?: string | undefined;
};

export type ToppedUp =
  | { kind: "recorded" | "repeated"; depositId: string; crossings: Crossing[]; notices: NewNotice[] }
  /** The reference stands for another amount, or the account is kept in another currency. */
  | { kind: "conflict"; reason: "reference" | "currency" };

/**
 * Puts money on the scope's deposit, once by its reference. Debt is paid from it first, then open invoices; a suspension
 * for them ends.
 */
export async function topUp(
  trx: TenantTransaction,
  tenantId: string,
  { amountMinor, currency, reference, note }: TopUp,
  now: Date,
): Promise<ToppedUp> {
  const account = await lockAccount(trx);
  const known = await trx
    .selectFrom("deposits")
    .selectAll()
    .where("reference", "=", reference)
    .executeTakeFirst();
  if (known !== undefined) {
    const isSame = known.amount_minor === amountMinor && known.currency === currency;
    return isSame
      ? { kind: "repeated", depositId: known.id, crossings: [], notices: [] }
      : { kind: "conflict", reason: "reference" };
  }
  if (account.currency !== currency) return { kind: "conflict", reason: "currency" };
  const balances = balancesOf(account);
  const depositMinor = balances.depositMinor + amountMinor;
  await recordBalances(trx, account, { ...balances, depositMinor }, now);
  const transactionId = await recordTransaction(trx, {
    kind: "top_up",
    entries: entriesOf({ cash: amountMinor, deposit: -amountMinor }),
    currency,
    note,
    depositMinor,
  });
  const { id: depositId } = await trx
    .insertInto("deposits")
    .values({
      amount_minor: amountMinor,
      currency,
      reference,
      note: note ?? null,
      transaction_id: transactionId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await openPeriods(trx, now);
  const crossings = await settle(trx, tenantId, now);
  const notices: NewNotice[] = [];
  for (const invoiceId of await payFromDeposit(trx, now)) {
    notices.push(...(await recordInvoiceNotice(trx, tenantId, { invoiceId, kind: "paid", at: now })));
  }
  crossings.push(...(await reinstate(trx, tenantId, now)));
  return { kind: "recorded", depositId, crossings, notices };
}
