import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countUsage } from "../../shared/billing/queries/count-usage.ts";
import { findDrift } from "../../shared/billing/queries/find-drift.ts";
import { settle } from "../../shared/billing/settle.ts";
import { topUp } from "../../shared/billing/top-up.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { type BilledTenant, createBilledTenant, sellPlanVersion } from "../../shared/testing/billing.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { instead } from "../../shared/testing/instead.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { closePeriods } from "./close-periods.ts";
import { reconcileBilling } from "./reconcile-billing.ts";
import { maintenanceFunction } from "./services.ts";

const started = new Date("2026-01-10T08:00:00Z");
const days = (count: number) => new Date(started.getTime() + count * 86_400_000);

let database: TestDatabase;
let services: TestServices<typeof maintenanceFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
  // The seeded tenants have periods of their own.
  await database.adminDb.deleteFrom("subscriptions").execute();
  services = createTestServices(maintenanceFunction, database);
  await sellPlanVersion(database.adminDb, "starter", {
    feeMinor: 1_000,
    debtGraceDays: 7,
    allowances: { messages: { included: 10, overage: { priceMinor: 5, perUnits: 1 } } },
  });
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

function at(now: Date): TestServices<typeof maintenanceFunction> {
  return instead(services, { now: () => now });
}

async function use({ tenantId, outletId }: BilledTenant, quantity: number, now: Date): Promise<void> {
  const id = randomUUID();
  const event = { id, meter: "message.outbound", quantity, subjectId: id, outletId, occurredAt: now };
  await inTenant(database.db, tenantId, async (trx) => {
    await countUsage(trx, [{ tenantId, events: [event] }], { now });
    await settle(trx, tenantId, now);
  });
}

async function periodsOf({ tenantId }: BilledTenant) {
  const rows = await database.adminDb
    .selectFrom("billing_periods")
    .select(["starts_at", "status"])
    .where("tenant_id", "=", tenantId)
    .orderBy("starts_at")
    .execute();
  return rows.map(({ starts_at: startsAt, status }) => `${startsAt.toISOString().slice(0, 10)} ${status}`);
}

async function invoicesOf({ tenantId }: BilledTenant) {
  return database.adminDb
    .selectFrom("invoices")
    .select(["number", "total_minor"])
    .where("tenant_id", "=", tenantId)
    .orderBy("number")
    .execute();
}

async function stateOf({ tenantId }: BilledTenant) {
  return database.adminDb
    .selectFrom("tenants")
    .innerJoin("subscriptions", "subscriptions.tenant_id", "tenants.id")
    .select(["tenants.quota_state", "subscriptions.status"])
    .where("tenants.id", "=", tenantId)
    .orderBy("subscriptions.started_at", "desc")
    .executeTakeFirstOrThrow();
}

test("a period that has ended is followed at once, and closed with its invoice when late usage has had its time", async () => {
  const tenant = await createBilledTenant(database.db, { now: started });
  await use(tenant, 12, started);
  expect(await closePeriods(at(days(20)))).toMatchObject({ opened: 0, closed: 0, suspended: 1, failed: 0 });

  expect(await closePeriods(at(days(31)))).toMatchObject({ opened: 1, closed: 1 });
  expect(await periodsOf(tenant)).toEqual(["2026-01-10 closed", "2026-02-10 open"]);
  expect(await invoicesOf(tenant)).toEqual([{ number: 1, total_minor: 1_010 }]);
});

test("late usage is taken for as long as the period is open", async () => {
  const tenant = await createBilledTenant(database.db, { now: started });
  const endsAt = new Date("2026-02-10T00:00:00Z");
  const justAfter = at(new Date(endsAt.getTime() + services.config.PERIOD_CLOSE_AFTER_MS - 1));
  await closePeriods(justAfter);
  expect(await periodsOf(tenant)).toEqual(["2026-01-10 open", "2026-02-10 open"]);
});

test("closing runs again, and at once with itself, without a second invoice", async () => {
  const tenant = await createBilledTenant(database.db, { now: started });
  const later = at(days(100));
  const runs = await Promise.all([closePeriods(later), closePeriods(later), closePeriods(later)]);
  expect(runs.map(({ failed }) => failed)).toEqual([0, 0, 0]);
  await closePeriods(later);
  expect((await invoicesOf(tenant)).map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(await periodsOf(tenant)).toEqual([
    "2026-01-10 closed",
    "2026-02-10 closed",
    "2026-03-10 closed",
    "2026-04-10 open",
  ]);
});

test("one tenant's trouble keeps no other's period open", async () => {
  const [broken, whole] = [
    await createBilledTenant(database.db, { now: started, timeZone: "UTC" }),
    await createBilledTenant(database.db, { now: started }),
  ];
  await database.adminDb
    .updateTable("tenants")
    .set({ time_zone: "Atlantis/Harbour" })
    .where("id", "=", broken.tenantId)
    .execute();
  const { failed } = await closePeriods(at(days(40)));
  expect(failed).toBeGreaterThan(0);
  expect(await periodsOf(whole)).toEqual(["2026-01-10 closed", "2026-02-10 open"]);
  await database.adminDb
    .updateTable("tenants")
    .set({ time_zone: "UTC" })
    .where("id", "=", broken.tenantId)
    .execute();
  await closePeriods(at(days(40)));
  expect(await periodsOf(broken)).toEqual(["2026-01-10 closed", "2026-02-10 open"]);
});

test("who owes is suspended after the plan's days, is told once, and works again once it has paid", async () => {
  const tenant = await createBilledTenant(database.db, { now: started });
  await use(tenant, 12, started);
  expect(await stateOf(tenant)).toEqual({ quota_state: "exhausted", status: "active" });
  await closePeriods(at(days(6)));
  expect(await stateOf(tenant)).toEqual({ quota_state: "exhausted", status: "active" });
  await closePeriods(at(days(7)));
  await closePeriods(at(days(8)));
  expect(await stateOf(tenant)).toEqual({ quota_state: "suspended", status: "suspended" });
  const told = services.bus.of("quota.crossed").filter((event) => event.tenantId === tenant.tenantId);
  expect(told.map(({ data }) => [data.meter, data.state])).toEqual([["account", "suspended"]]);

  const { tenantId } = tenant;
  await inTenant(database.db, tenantId, async (trx) =>
    topUp(trx, tenantId, { amountMinor: 1_000, currency: "USD", reference: "late" }, days(9)),
  );
  expect(await stateOf(tenant)).toEqual({ quota_state: "ok", status: "active" });
  expect(await inTenant(database.db, tenantId, findDrift)).toEqual([]);
});

test("a cancelled subscription ends with its period, and its tenant's bot with it", async () => {
  const tenant = await createBilledTenant(database.db, { now: started });
  await database.adminDb
    .updateTable("subscriptions")
    .set({ cancel_at_period_end: true })
    .where("tenant_id", "=", tenant.tenantId)
    .where("status", "=", "active")
    .execute();
  await closePeriods(at(days(40)));
  await closePeriods(at(days(41)));
  expect(await stateOf(tenant)).toEqual({ quota_state: "suspended", status: "canceled" });
  expect(await periodsOf(tenant)).toEqual(["2026-01-10 closed"]);
  expect(await invoicesOf(tenant)).toEqual([{ number: 1, total_minor: 1_000 }]);
});

test("reconciling finds nothing in what is right, and names whatever was tampered with", async () => {
  const tenant = await createBilledTenant(database.db, { now: started, depositMinor: 500 });
  await use(tenant, 12, started);
  expect(await reconcileBilling(services)).toMatchObject({ drifts: 0 });

  const { tenantId } = tenant;
  await database.adminDb
    .updateTable("quotas")
    .set({ used: 13 })
    .where("tenant_id", "=", tenantId)
    .where("allowance", "=", "messages")
    .execute();
  await database.adminDb
    .updateTable("billing_accounts")
    .set({ deposit_minor: 1 })
    .where("tenant_id", "=", tenantId)
    .execute();
  await database.adminDb.deleteFrom("usage_records").where("tenant_id", "=", tenantId).execute();
  await reconcileBilling(services);
  const found = services.lines
    .filter((line) => line["message"] === "billing has drifted" && line["tenantId"] === tenantId)
    .map(({ what }) => what);
  expect(found).toEqual([
    "records against counters",
    "counters against quota",
    "use × price against charge",
    "ledger against deposit",
  ]);
});
