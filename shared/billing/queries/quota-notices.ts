import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** Whether this customer is still to be told, in this billing period, that the bot keeps still; only the first time. */
export async function claimQuotaNotice(
  trx: TenantTransaction,
  contactId: string,
  now: Date,
): Promise<boolean> {
  const claimed = await trx
    .insertInto("quota_notices")
    .values(({ selectFrom }) => ({
      contact_id: contactId,
      period_id: selectFrom("billing_periods")
        .select("id")
        .where("starts_at", "<=", now)
        .where("ends_at", ">", now),
    }))
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return claimed !== undefined;
}
