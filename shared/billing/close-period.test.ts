import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BilledTenant, createBilledTenant, sellPlanVersion } from "../testing/billing.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { inTenant, type TenantTransaction } from "../db/tenant-scope.ts";
import { closePeriod } from "./close-period.ts";
import { countUsage } from "./queries/count-usage.ts";
import { findDrift } from "./queries/find-drift.ts";
import { dueOf } from "./queries/invoices.ts";
import { openPeriods } from "./open-periods.ts";
import { settle } from "./settle.ts";
import { suspendDebtor } from "./suspension.ts";
import { topUp } from "./top-up.ts";

const started = new Date("2026-01-10T00:00:00Z");
/** The first period has ended, and still takes late usage. */
const ended = new Date("2026-02-10T02:00:00Z");
const closed = new Date("2026-02-10T06:00:00Z");

let database: TestDatabase;
let tenant: BilledTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  await sellPlanVersion(database.adminDb, "starter", {
    feeMinor: 1_000,
    debtGraceDays: 7,
    paymentDays: 14,
    allowances: { messages: { included: 10, overage: { priceMinor: 5, perUnits: 1 } } },
  });
});
afterAll(async () => database.drop());
beforeEach(async () => {
  tenant = await createBilledTenant(database.db, { now: started });
});

async function scoped<T>(work: (trx: TenantTransaction) => Promise<T>): Promise<T> {
  return inTenant(database.db, tenant.tenantId, work);
}

async function use(quantity: number, at: Date): Promise<void> {
  const { tenantId, outletId } = tenant;
  const id = randomUUID();
  const event = { id, meter: "message.outbound", quantity, subjectId: id, outletId, occurredAt: at };
  await scoped(async (trx) => {
    await openPeriods(trx, at);
    await countUsage(trx, [{ tenantId, events: [event] }], { now: at });
    await settle(trx, tenantId, at);
  });
}

async function pay(amountMinor: number, at: Date): Promise<void> {
  const payment = { amountMinor, currency: "USD", reference: randomUUID() };
  await scoped(async (trx) => topUp(trx, tenant.tenantId, payment, at));
}

/** Closes the first period; its invoice. */
async function close() {
  return scoped(async (trx) => {
    const { id } = await trx
      .selectFrom("billing_periods")
      .select("id")
      .orderBy("starts_at")
      .limit(1)
      .executeTakeFirstOrThrow();
    await closePeriod(trx, tenant.tenantId, id, closed);
    return trx.selectFrom("invoices").selectAll().executeTakeFirstOrThrow();
  });
}

async function account() {
  return scoped(async (trx) =>
    trx.selectFrom("billing_accounts").select(["deposit_minor", "owed_minor"]).executeTakeFirstOrThrow(),
  );
}

describe("what is due of an invoice", () => {
  test("is its fee, and what of its overage there was no money for: that is owed no more besides", async () => {
    await use(12, started);
    expect(await account()).toEqual({ deposit_minor: 0, owed_minor: 10 });
    const invoice = await close();
    expect([invoice.total_minor, dueOf(invoice)]).toEqual([1_010, 1_010]);
    expect(await account()).toEqual({ deposit_minor: 0, owed_minor: 0 });
    expect(await scoped(findDrift)).toEqual([]);
  });

  test("is not what was paid of its overage before it was written", async () => {
    await use(12, started);
    await pay(10, started);
    const invoice = await close();
    expect([invoice.total_minor, invoice.paid_minor]).toEqual([1_010, 10]);
    expect(await scoped(findDrift)).toEqual([]);
  });

  test("is not what is owed for the period after: payments were for the older debt first", async () => {
    await use(12, started);
    await use(16, ended);
    await pay(10, ended);
    const invoice = await close();
    expect(dueOf(invoice)).toBe(1_000);
    expect(await account()).toEqual({ deposit_minor: 0, owed_minor: 30 });
    expect(await scoped(findDrift)).toEqual([]);
  });
});

test("an invoice takes over the debt of a suspended tenant as due at once: a cent does not end the suspension", async () => {
  await use(12, started);
  await scoped(async (trx) => suspendDebtor(trx, tenant.tenantId, new Date("2026-01-20T00:00:00Z")));
  const invoice = await close();
  expect(invoice.due_at).toEqual(closed);
  const status = async () =>
    scoped(async (trx) =>
      trx.selectFrom("subscriptions").select("status").where("status", "<>", "canceled").execute(),
    );
  await pay(1, closed);
  expect(await status()).toEqual([{ status: "suspended" }]);
  await pay(1_009, closed);
  expect(await status()).toEqual([{ status: "active" }]);
  expect(await account()).toEqual({ deposit_minor: 0, owed_minor: 0 });
});
