import type { Kysely } from "kysely";
import { expect } from "vitest";
import type { Database } from "../db/schema.d.ts";
import type { BilledTenant } from "./billing.ts";

/** The tenant's periods touch without gap or overlap, and those that have ended are closed. */
export async function expectPeriodsTouch(
  adminDb: Kysely<Database>,
  { tenantId }: BilledTenant,
  now: Date,
): Promise<void> {
  const periods = await adminDb
    .selectFrom("billing_periods")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .orderBy("starts_at")
    .execute();
  for (const [index, period] of periods.entries()) {
    const next = periods[index + 1];
    if (next === undefined) continue;
    if (next.subscription_id === period.subscription_id) expect(next.starts_at).toEqual(period.ends_at);
    else expect(next.starts_at.getTime()).toBeGreaterThanOrEqual(period.ends_at.getTime());
  }
  for (const period of periods) expect(period.status === "closed").toBe(period.ends_at <= now);
}

/** Every closed period has one invoice, and together they are what the ledger says was sold. */
export async function expectBooksClosed(
  adminDb: Kysely<Database>,
  { tenantId }: BilledTenant,
  now: Date,
): Promise<void> {
  const invoices = await adminDb
    .selectFrom("invoices")
    .innerJoin("billing_periods", "billing_periods.id", "invoices.period_id")
    .select(["invoices.total_minor", "invoices.number"])
    .where("invoices.tenant_id", "=", tenantId)
    .orderBy("number")
    .execute();
  expect(invoices.map(({ number }) => number)).toEqual(invoices.map((_, index) => index + 1));
  const { sold } = await adminDb
    .selectFrom("ledger_entries as entry")
    .innerJoin("ledger_transactions as transaction", "transaction.id", "entry.transaction_id")
    .leftJoin("billing_periods as period", "period.id", "transaction.period_id")
    .where("entry.tenant_id", "=", tenantId)
    .where("entry.account", "=", "revenue")
    .where((where) => where.or([where("period.ends_at", "<=", now), where("period.id", "is", null)]))
    .select((select) => select.cast<number | null>(select.fn.sum("entry.amount_minor"), "bigint").as("sold"))
    .executeTakeFirstOrThrow();
  const total = invoices.reduce((sum, { total_minor: amount }) => sum + amount, 0);
  expect(0 - (sold ?? 0)).toBe(total);
}

/** Nobody is suspended who owes nothing, or whom nobody told before. */
export async function expectFairlySuspended(
  adminDb: Kysely<Database>,
  { tenantId }: BilledTenant,
  now: Date,
): Promise<void> {
  const { status } = await adminDb
    .selectFrom("subscriptions")
    .select("status")
    .where("tenant_id", "=", tenantId)
    .orderBy("started_at", "desc")
    .executeTakeFirstOrThrow();
  if (status !== "suspended") return;
  const account = await adminDb
    .selectFrom("billing_accounts")
    .select("owed_minor")
    .where("tenant_id", "=", tenantId)
    .executeTakeFirstOrThrow();
  const overdue = await adminDb
    .selectFrom("invoices")
    .select("id")
    .where("tenant_id", "=", tenantId)
    .where("due_at", "<=", now)
    .whereRef("paid_minor", "<", "total_minor")
    .execute();
  expect(account.owed_minor > 0 || overdue.length > 0).toBe(true);
  const told = await adminDb
    .selectFrom("quota_crossings")
    .select("id")
    .where("tenant_id", "=", tenantId)
    .where("state", "=", "suspended")
    .execute();
  expect(told.length).toBeGreaterThan(0);
}
