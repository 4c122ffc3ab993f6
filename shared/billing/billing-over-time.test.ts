import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PlanCode } from "./rules/plan.ts";
import { type BilledTenant, createBilledTenant, sellPlanVersion } from "../testing/billing.ts";
import { expectBooksClosed, expectFairlySuspended, expectPeriodsTouch } from "../testing/books.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { inSeveralTenants } from "../db/in-several-tenants.ts";
import { inTenant } from "../db/tenant-scope.ts";
import { cancel, subscribe } from "./change-subscription.ts";
import { collectOverdue } from "./collect-overdue.ts";
import { closePeriod, listDuePeriods } from "./close-period.ts";
import { countUsage } from "./queries/count-usage.ts";
import { findDrift } from "./queries/find-drift.ts";
import { dueOf, listOpenInvoices } from "./queries/invoices.ts";
import { openPeriods } from "./open-periods.ts";
import { payInvoice } from "./pay-invoice.ts";
import { settle } from "./settle.ts";
import { reinstate, suspendDebtor } from "./suspension.ts";
import { topUp } from "./top-up.ts";

/** BILLING_RUNS=500 looks further; the suite is content with fewer. */
const numRuns = Number(process.env["BILLING_RUNS"] ?? 20);
const hourMs = 3_600_000;
const zones = [
  "UTC",
  "Asia/Jakarta",
  "America/Sao_Paulo",
  "America/New_York",
  "Europe/Berlin",
  // Where clocks change at midnight, by half an hour, and where the day begins first.
  "America/Havana",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
];
const plans: PlanCode[] = ["starter", "growth", "enterprise"];

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const [index, plan] of plans.entries()) {
    await sellPlanVersion(database.adminDb, plan, {
      creditLimitMinor: index * 20,
      allowances: {
        messages: { included: 20 * 10 ** index, overage: { priceMinor: 7 - index, perUnits: 3 } },
      },
    });
  }
});
afterAll(async () => database.drop());

const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("use" as const), units: fc.nat(60), lateHours: fc.nat(1_500) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("wait" as const), hours: fc.nat(900) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("choose" as const), plan: fc.constantFrom(...plans) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("pay" as const),
      // Mostly what overage costs, now and then what invoices do.
      amount: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1_000, max: 200_000 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("settle" as const), share: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("move" as const), zone: fc.constantFrom(...zones) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("close" as const) }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;
type Deed = Exclude<Act, { kind: "wait" }>;

async function perform(tenant: BilledTenant, step: Deed, now: Date): Promise<void> {
  const { tenantId } = tenant;
  switch (step.kind) {
    case "use":
      return use(tenant, step.units, new Date(now.getTime() - step.lateHours * hourMs), now);
    case "choose":
      await inTenant(database.db, tenantId, async (trx) => subscribe(trx, tenantId, step.plan, now));
      return;
    case "cancel":
      await inTenant(database.db, tenantId, async (trx) => cancel(trx, now));
      return;
    case "pay":
      await inTenant(database.db, tenantId, async (trx) => {
        const payment = { amountMinor: step.amount, currency: "USD", reference: randomUUID() };
        await topUp(trx, tenantId, payment, now);
      });
      return;
    case "settle":
      return payOldestInvoice(tenantId, step.share, now);
    case "move":
      await inTenant(database.db, tenantId, async (trx) => {
        await trx.updateTable("tenants").set({ time_zone: step.zone }).execute();
      });
      return;
    case "close":
      return close(tenantId, now);
  }
}

/** As the usage function counts. */
async function use(
  { tenantId, outletId }: BilledTenant,
  quantity: number,
  at: Date,
  now: Date,
): Promise<void> {
  const id = randomUUID();
  const event = { id, meter: "message.outbound", quantity, subjectId: id, outletId, occurredAt: at };
  await inSeveralTenants(database.db, async ({ trx, enter }) => {
    const scoped = await enter(tenantId);
    await openPeriods(scoped, now);
    await countUsage(trx, [{ tenantId, events: [event] }], { now, withoutPeriod: true });
    await settle(scoped, tenantId, now);
  });
}

/** All of what is due of it, or a part. */
async function payOldestInvoice(tenantId: string, share: number, now: Date): Promise<void> {
  await inTenant(database.db, tenantId, async (trx) => {
    const [invoice] = await listOpenInvoices(trx);
    if (invoice === undefined) return;
    const amountMinor = Math.ceil(dueOf(invoice) / share);
    const payment = { amountMinor, currency: "USD", reference: randomUUID() };
    const paid = await payInvoice(trx, tenantId, invoice.id, payment, now);
    expect(paid.kind).toBe("recorded");
  });
}

/** As maintenance closes. */
async function close(tenantId: string, now: Date): Promise<void> {
  await inTenant(database.db, tenantId, async (trx) => openPeriods(trx, now));
  const due = await listDuePeriods(database.platformDb, { endedBefore: now, limit: 1_000 });
  for (const period of due.filter((each) => each.tenantId === tenantId)) {
    await inTenant(database.db, tenantId, async (trx) => closePeriod(trx, tenantId, period.id, now));
  }
  await inTenant(database.db, tenantId, async (trx) => {
    await suspendDebtor(trx, tenantId, now);
    await collectOverdue(trx, tenantId, now);
    await reinstate(trx, tenantId, now);
  });
}

test(
  "whatever a tenant chooses, uses and pays, periods touch, and invoices, ledger and counters agree",
  async () => {
    const began = fc.date({
      min: new Date("2027-12-01T00:00:00Z"),
      max: new Date("2028-03-31T00:00:00Z"),
      noInvalidDate: true,
    });
    await fc.assert(
      fc.asyncProperty(
        began,
        fc.constantFrom(...zones),
        fc.boolean(),
        fc.array(act, { minLength: 5, maxLength: 25 }),
        async (start, timeZone, withTrial, acts) => {
          let now = start;
          const tenant = await createBilledTenant(database.db, {
            now,
            timeZone,
            withTrial,
            depositMinor: 100,
          });
          for (const step of acts) {
            if (step.kind === "wait") now = new Date(now.getTime() + step.hours * hourMs);
            else await perform(tenant, step, now);
          }
          // Whatever was begun is brought to an end, and every bill is written.
          now = new Date(now.getTime() + 40 * 24 * hourMs);
          await close(tenant.tenantId, now);
          expect(await inTenant(database.db, tenant.tenantId, findDrift)).toEqual([]);
          await expectPeriodsTouch(database.adminDb, tenant, now);
          await expectBooksClosed(database.adminDb, tenant, now);
          await expectFairlySuspended(database.adminDb, tenant, now);
        },
      ),
      { numRuns },
    );
  },
  60_000 + 3_000 * numRuns,
);
