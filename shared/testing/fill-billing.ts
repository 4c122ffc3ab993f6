import { randomUUID } from "node:crypto";
import type { TenantTransaction } from "../db/tenant-scope.ts";

/** For tests: a row in each table of billing, so that isolation is tried on rows that exist. */
export async function fillBilling(
  trx: TenantTransaction,
  { subscriptionId, outletId, contactId }: { subscriptionId: string; outletId: string; contactId: string },
): Promise<void> {
  const [startsAt, endsAt] = [new Date("2026-01-01T00:00:00Z"), new Date("2026-02-01T00:00:00Z")];
  await trx.insertInto("billing_accounts").defaultValues().execute();
  const { id: periodId } = await trx
    .insertInto("billing_periods")
    .values({
      subscription_id: subscriptionId,
      index: 0,
      starts_at: startsAt,
      ends_at: endsAt,
      time_zone: "UTC",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("period_segments")
    .values({ period_id: periodId, starts_at: startsAt, plan: "starter", plan_version: 1 })
    .execute();
  const { id: quotaId } = await trx
    .insertInto("quotas")
    .values({
      period_id: periodId,
      allowance: "messages",
      meters: ["message.outbound"],
      included: 1,
      is_hard: true,
      stops_bot: true,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const used = { meter: "message.outbound", outlet_id: outletId, quantity: 1, day: "2026-01-01" };
  await trx
    .insertInto("usage_records")
    .values({ ...used, id: randomUUID(), subject_id: "1", period_id: periodId, occurred_at: startsAt })
    .execute();
  await trx
    .insertInto("usage_counters")
    .values({ ...used, period_id: periodId })
    .execute();
  await trx
    .insertInto("usage_adjustments")
    .values({ ...used, period_id: periodId })
    .execute();
  await trx
    .insertInto("quota_reservations")
    .values({
      quota_id: quotaId,
      meter: "message.outbound",
      subject_id: "2",
      quantity: 1,
      expires_at: endsAt,
    })
    .execute();
  await trx
    .insertInto("quota_crossings")
    .values({ period_id: periodId, allowance: "messages", state: "exhausted", threshold_percent: 100 })
    .execute();
  await trx.insertInto("quota_notices").values({ contact_id: contactId, period_id: periodId }).execute();
  const { id: transactionId } = await trx
    .insertInto("ledger_transactions")
    .values({ kind: "top_up" })
    .returning("id")
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("ledger_entries")
    .values([
      { transaction_id: transactionId, account: "cash", amount_minor: 10_000, currency: "USD" },
      { transaction_id: transactionId, account: "deposit", amount_minor: -10_000, currency: "USD" },
    ])
    .execute();
  await trx
    .insertInto("deposits")
    .values({ amount_minor: 10_000, currency: "USD", reference: "first", transaction_id: transactionId })
    .execute();
  const { id: invoiceId } = await trx
    .insertInto("invoices")
    .values({
      period_id: periodId,
      number: 1,
      currency: "USD",
      lines: "[]",
      total_minor: 0,
      paid_minor: 0,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const payment = { invoice_id: invoiceId, amount_minor: 1, currency: "USD", reference: "first" };
  await trx
    .insertInto("invoice_payments")
    .values({ ...payment, transaction_id: transactionId })
    .execute();
  await trx.insertInto("invoice_notices").values({ invoice_id: invoiceId, kind: "issued" }).execute();
}
