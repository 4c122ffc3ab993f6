import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { payInvoice } from "../../shared/billing/pay-invoice.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { type BilledTenant, createBilledTenant, sellPlanVersion } from "../../shared/testing/billing.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { instead } from "../../shared/testing/instead.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { closePeriods } from "./close-periods.ts";
import { reconcileBilling } from "./reconcile-billing.ts";
import { maintenanceFunction } from "./services.ts";

const started = new Date("2026-01-10T00:00:00Z");
/** When the first invoice is written, due two weeks later. */
const closed = new Date("2026-02-10T06:00:00Z");
const dueOn = 14;

let database: TestDatabase;
let services: TestServices<typeof maintenanceFunction>;
let tenant: BilledTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  // The seeded tenants have periods of their own.
  await database.adminDb.deleteFrom("subscriptions").execute();
  services = createTestServices(maintenanceFunction, database);
  await sellPlanVersion(database.adminDb, "starter", {
    feeMinor: 1_000,
    debtGraceDays: 8,
    paymentDays: dueOn,
  });
});
afterAll(async () => {
  await services.close();
  await database.drop();
});
beforeEach(async () => {
  await database.adminDb
    .updateTable("invoices")
    .set({ due_at: new Date("2100-01-01T00:00:00Z") })
    .execute();
  tenant = await createBilledTenant(database.db, { now: started });
});

/** What maintenance does so many days after the first invoice was written. */
async function runOn(day: number) {
  const now = new Date(closed.getTime() + day * 86_400_000);
  const { reminded, suspended, failed } = await closePeriods(instead(services, { now: () => now }));
  expect(failed).toBe(0);
  return { reminded, suspended };
}

function told() {
  return services.bus
    .of("invoice.changed")
    .filter(({ tenantId }) => tenantId === tenant.tenantId)
    .map(({ data }) => data.change);
}

async function status() {
  const row = await database.adminDb
    .selectFrom("subscriptions")
    .select("status")
    .where("tenant_id", "=", tenant.tenantId)
    .orderBy("started_at", "desc")
    .executeTakeFirstOrThrow();
  return row.status;
}

async function pay(amountMinor: number, day: number) {
  const { id } = await database.adminDb
    .selectFrom("invoices")
    .select("id")
    .where("tenant_id", "=", tenant.tenantId)
    .where("number", "=", 1)
    .executeTakeFirstOrThrow();
  const payment = { amountMinor, currency: "USD", reference: `on day ${day}` };
  const now = new Date(closed.getTime() + day * 86_400_000);
  return inTenant(database.db, tenant.tenantId, async (trx) =>
    payInvoice(trx, tenant.tenantId, id, payment, now),
  );
}

test("an unpaid invoice is told when it is issued, overdue, and a last time before the account is suspended", async () => {
  await runOn(0);
  expect(told()).toEqual(["issued"]);
  expect(await runOn(dueOn - 1)).toEqual({ reminded: 0, suspended: 0 });
  expect(await runOn(dueOn)).toEqual({ reminded: 1, suspended: 0 });
  expect(await runOn(dueOn)).toEqual({ reminded: 0, suspended: 0 });
  expect(await runOn(dueOn + 4)).toEqual({ reminded: 1, suspended: 0 });
  expect(told()).toEqual(["issued", "overdue", "last_reminder"]);
  expect(await status()).toBe("active");
  expect(await runOn(dueOn + 8)).toEqual({ reminded: 0, suspended: 1 });
  expect(await status()).toBe("suspended");
  expect(await runOn(dueOn + 9)).toEqual({ reminded: 0, suspended: 0 });
  const actions = await database.adminDb
    .selectFrom("audit_log")
    .select("action")
    .where("tenant_id", "=", tenant.tenantId)
    .orderBy("id")
    .execute();
  expect(actions.map(({ action }) => action)).toEqual([
    "period.close",
    "invoice.issued",
    "invoice.overdue",
    "invoice.last-reminder",
    "subscription.suspend",
    "quota.cross",
  ]);

  expect(await pay(999, dueOn + 10)).toMatchObject({ kind: "recorded", notices: [], crossings: [] });
  expect(await status()).toBe("suspended");
  const last = await pay(1, dueOn + 11);
  expect(last).toMatchObject({ notices: [{ kind: "paid" }], crossings: [{ state: "ok" }] });
  expect(await status()).toBe("active");
  expect(await reconcileBilling(services)).toMatchObject({ drifts: 0 });
});

test("one that is paid in time is reminded of no more", async () => {
  await runOn(0);
  await pay(1_000, 3);
  for (const day of [dueOn, dueOn + 4, dueOn + 8]) expect(await runOn(day)).toMatchObject({ suspended: 0 });
  expect(told()).toEqual(["issued"]);
  expect(await status()).toBe("active");
});

test("nobody is suspended on the first day that maintenance is back after weeks", async () => {
  await runOn(0);
  expect(await runOn(dueOn + 100)).toMatchObject({ reminded: 1, suspended: 0 });
  expect(await status()).toBe("active");
});

test("a tenant whose subscription has ended is reminded, and there is nothing to suspend", async () => {
  await database.adminDb
    .updateTable("subscriptions")
    .set({ cancel_at_period_end: true })
    .where("tenant_id", "=", tenant.tenantId)
    .where("status", "=", "active")
    .execute();
  for (const day of [0, dueOn, dueOn + 4, dueOn + 8]) await runOn(day);
  expect(told()).toEqual(["issued", "overdue", "last_reminder"]);
  expect(await status()).toBe("canceled");
});

test("runs at once remind once", async () => {
  await runOn(0);
  await Promise.all([runOn(dueOn), runOn(dueOn), runOn(dueOn)]);
  expect(told()).toEqual(["issued", "overdue"]);
});
