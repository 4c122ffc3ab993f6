import type { Balances } from "../rules/settlement.ts";
import type { BillingAccount } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/**
 * The scope's account, made when there is none, locked until the transaction ends. Whatever changes a tenant's bill
 * takes this lock first: one thing at a time, and nothing waits in a circle.
 */
export async function lockAccount(trx: TenantTransaction): Promise<BillingAccount> {
  const found = await trx.selectFrom("billing_accounts").selectAll().forUpdate().executeTakeFirst();
  if (found !== undefined) return found;
  await trx
    .insertInto("billing_accounts")
    .defaultValues()
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return trx.selectFrom("billing_accounts").selectAll().forUpdate().executeTakeFirstOrThrow();
}

export async function findAccount(trx: TenantTransaction): Promise<BillingAccount | undefined> {
  return trx.selectFrom("billing_accounts").selectAll().executeTakeFirst();
}

export function balancesOf(account: BillingAccount): Balances {
  return {
    depositMinor: account.deposit_minor,
    owedMinor: account.owed_minor,
    creditLimitMinor: account.credit_limit_minor,
  };
}

/** Of an account that the caller has locked. */
export async function recordBalances(
  trx: TenantTransaction,
  account: BillingAccount,
  { depositMinor, owedMinor }: Balances,
  now: Date,
): Promise<void> {
  await trx
    .updateTable("billing_accounts")
    .set({
      deposit_minor: depositMinor,
      owed_minor: owedMinor,
      owed_since: owedMinor > 0 ? (account.owed_since ?? now) : null,
    })
    .where("id", "=", account.id)
    .execute();
}

/** The plan's credit; never below what is in use already. */
export async function recordPlanOfAccount(
  trx: TenantTransaction,
  account: BillingAccount,
  { creditLimitMinor, currency }: { creditLimitMinor: number; currency: string },
): Promise<void> {
  const isNew = account.deposit_minor === 0 && account.owed_minor === 0;
  if (account.currency !== currency && !isNew)
    throw new RangeError(`the account is kept in ${account.currency}`);
  const limit = Math.max(creditLimitMinor, -account.deposit_minor);
  if (account.currency === currency && account.credit_limit_minor === limit) return;
  await trx
    .updateTable("billing_accounts")
    .set({ credit_limit_minor: limit, currency })
    .where("id", "=", account.id)
    .execute();
}
