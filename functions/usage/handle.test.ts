import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DataOf, EventOf } from "../../shared/contracts/topics.ts";
import { findDrift } from "../../shared/billing/queries/find-drift.ts";
import { topUp } from "../../shared/billing/top-up.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { type BilledTenant, createBilledTenant, sellPlanVersion } from "../../shared/testing/billing.ts";
import { buildDelivery, buildEvent } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { instead } from "../../shared/testing/instead.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handleDelivery } from "../../shared/runtime/on-event.ts";
import { createHandler } from "./handle.ts";
import { usageFunction } from "./services.ts";
import { handling } from "../../shared/testing/handling.ts";

const handle = handling(createHandler);

const now = new Date("2026-03-10T12:00:00Z");

let database: TestDatabase;
let services: TestServices<typeof usageFunction>;
let mailFolder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  // So small that a few events go through every state; 100 of a minor unit each.
  await sellPlanVersion(database.adminDb, "starter", {
    creditLimitMinor: 0,
    allowances: {
      messages: { included: 100, overage: { priceMinor: 2, perUnits: 1 } },
      tokens: { included: 1_000, overage: { priceMinor: 1, perUnits: 10 } },
    },
  });
});
afterAll(async () => database.drop());
beforeEach(async () => {
  mailFolder = await mkdtemp(join(tmpdir(), "mail-"));
  const made = createTestServices(usageFunction, database, { MAIL_URL: pathToFileURL(mailFolder).href });
  services = instead(made, { now: () => now });
  return async () => made.close();
});

function use(
  { tenantId, outletId }: BilledTenant,
  data: Partial<DataOf<"usage.recorded">> = {},
  occurredAt = now,
): EventOf<"usage.recorded"> {
  const full = { meter: "message.outbound", quantity: 1, outletId, subjectId: randomUUID(), ...data };
  return {
    ...buildEvent("usage.recorded", full, tenantId),
    occurredAt: occurredAt.toISOString(),
  };
}

async function deliver(...events: EventOf<"usage.recorded" | "quota.crossed">[]): Promise<string[]> {
  return Promise.all(events.map(async (event) => (await handle(event, services)).outcome));
}

async function quotaOf({ tenantId }: BilledTenant, allowance = "messages") {
  return database.adminDb
    .selectFrom("quotas")
    .innerJoin("billing_periods", "billing_periods.id", "quotas.period_id")
    .selectAll("quotas")
    .where("quotas.tenant_id", "=", tenantId)
    .where("allowance", "=", allowance)
    .orderBy("billing_periods.starts_at", "desc")
    .executeTakeFirstOrThrow();
}

async function counters({ tenantId }: BilledTenant) {
  return database.adminDb
    .selectFrom("usage_counters")
    .select(["day", "meter", "quantity"])
    .where("tenant_id", "=", tenantId)
    .orderBy("day")
    .orderBy("meter")
    .execute();
}

async function drift({ tenantId }: BilledTenant) {
  return inTenant(database.db, tenantId, findDrift);
}

function crossed({ tenantId }: BilledTenant) {
  return services.bus
    .of("quota.crossed")
    .filter((event) => event.tenantId === tenantId)
    .map(({ data }) => `${data.meter} ${data.state} ${data.thresholdPercent}`);
}

async function account({ tenantId }: BilledTenant) {
  return database.adminDb
    .selectFrom("billing_accounts")
    .select(["deposit_minor", "owed_minor"])
    .where("tenant_id", "=", tenantId)
    .executeTakeFirstOrThrow();
}

async function tenantState({ tenantId }: BilledTenant) {
  const row = await database.adminDb
    .selectFrom("tenants")
    .select("quota_state")
    .where("id", "=", tenantId)
    .executeTakeFirstOrThrow();
  return row.quota_state;
}

describe("an event counts", () => {
  test("once, however often it is delivered, one after the other or at once", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    const event = use(tenant, { quantity: 3 });
    expect(await deliver(event)).toEqual(["counted"]);
    expect(await deliver(event)).toEqual(["duplicate"]);
    const twice = use(tenant, { quantity: 4 });
    await deliver(twice, twice, event);
    expect((await quotaOf(tenant)).used).toBe(7);
    expect(await counters(tenant)).toEqual([{ day: "2026-03-10", meter: "message.outbound", quantity: 7 }]);
  });

  test("once for what it counts, also when two events tell of it", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    await deliver(use(tenant, { subjectId: "same" }), use(tenant, { subjectId: "same" }));
    expect(await deliver(use(tenant, { subjectId: "same" }))).toEqual(["duplicate"]);
    expect(await deliver(use(tenant, { subjectId: "same", meter: "llm.tokens.in" }))).toEqual(["counted"]);
    expect((await quotaOf(tenant)).used).toBe(1);
  });

  test("for its own tenant, in one commit with those of others", async () => {
    const tenants = await Promise.all(
      Array.from({ length: 5 }, async () => createBilledTenant(database.db, { now })),
    );
    const events = tenants.flatMap((tenant, index) => Array.from({ length: index + 1 }, () => use(tenant)));
    await deliver(...events);
    expect(await Promise.all(tenants.map(async (tenant) => (await quotaOf(tenant)).used))).toEqual([
      1, 2, 3, 4, 5,
    ]);
    const commits = await database.adminDb
      .selectFrom("usage_records")
      .select("created_at")
      .distinct()
      .where(
        "tenant_id",
        "in",
        tenants.map(({ tenantId }) => tenantId),
      )
      .execute();
    expect(commits).toHaveLength(1);
  });

  test("on the tenant's own calendar day", async () => {
    const tenant = await createBilledTenant(database.db, { now, timeZone: "Asia/Jakarta" });
    // Midnight is at 17:00 UTC there.
    const [before, after] = [new Date("2026-03-09T16:59:00Z"), new Date("2026-03-09T17:00:00Z")];
    await deliver(use(tenant, {}, before), use(tenant, {}, after));
    expect((await counters(tenant)).map(({ day }) => day)).toEqual(["2026-03-09", "2026-03-10"]);
  });

  test("now, where a clock that is ahead dates it into the future", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    await deliver(use(tenant, {}, new Date("2027-01-01T00:00:00Z")));
    expect(await counters(tenant)).toEqual([{ day: "2026-03-10", meter: "message.outbound", quantity: 1 }]);
  });

  test("before the tenant's first period, without a price", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    const before = use(tenant, {}, new Date("2026-02-01T00:00:00Z"));
    expect(await deliver(before)).toEqual(["counted"]);
    expect(await deliver(before)).toEqual(["duplicate"]);
    expect((await quotaOf(tenant)).used).toBe(0);
    expect(await counters(tenant)).toEqual([{ day: "2026-02-01", meter: "message.outbound", quantity: 1 }]);
  });

  test("in a period that is opened for it, where the last one has ended", async () => {
    const tenant = await createBilledTenant(database.db, { now: new Date("2026-01-31T10:00:00Z") });
    expect(await deliver(use(tenant))).toEqual(["counted"]);
    const periods = await database.adminDb
      .selectFrom("billing_periods")
      .select(["starts_at", "ends_at"])
      .where("tenant_id", "=", tenant.tenantId)
      .orderBy("starts_at")
      .execute();
    expect(periods.map(({ ends_at: endsAt }) => endsAt.toISOString().slice(0, 10))).toEqual([
      "2026-02-28",
      "2026-03-31",
    ]);
    expect((await quotaOf(tenant)).used).toBe(1);
  });
});

describe("an event that cannot be counted", () => {
  test("is kept as a dead letter, and fails none of those that came with it", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    const poison = use(tenant, { outletId: randomUUID() });
    const events = [use(tenant), poison, use(tenant)];
    const statuses = await Promise.all(
      events.map(async (event) =>
        handleDelivery(
          "usage",
          buildDelivery(event),
          async (given, context) => handle(given, services, context),
          services,
        ),
      ),
    );
    expect(statuses).toEqual([204, 204, 204]);
    expect((await quotaOf(tenant)).used).toBe(2);
    const kept = await database.adminDb
      .selectFrom("dead_letters")
      .select("reason_code")
      .where("event_id", "=", poison.id)
      .execute();
    expect(kept).toEqual([{ reason_code: "unknown-outlet" }]);
  });

  test("of a tenant that is gone, is done with", async () => {
    const event = use({ tenantId: randomUUID(), outletId: randomUUID() });
    expect(await deliver(event)).toEqual(["tenant-gone"]);
  });

  test("because the database is away, comes again", async () => {
    const away = createTestServices(usageFunction, {
      ...database,
      appUrl: "postgres://crm_app@127.0.0.1:1/none",
    });
    const event = use(await createBilledTenant(database.db, { now }));
    expect(
      await handleDelivery(
        "usage",
        buildDelivery(event),
        async (given, context) => handle(given, away, context),
        away,
      ),
    ).toBe(503);
    await away.close();
  });
});

describe("a quota's states", () => {
  test("each is told once, in order, whatever jumps: 80, 95, overage, exhausted", async () => {
    const tenant = await createBilledTenant(database.db, { now, depositMinor: 30 });
    await deliver(use(tenant, { quantity: 79 }));
    expect(crossed(tenant)).toEqual([]);
    await deliver(use(tenant), use(tenant));
    expect(crossed(tenant)).toEqual(["messages warning 80"]);
    await deliver(use(tenant, { quantity: 24 }));
    expect(crossed(tenant)).toEqual(["messages warning 80", "messages warning 95", "messages overage 100"]);
    expect(await account(tenant)).toEqual({ deposit_minor: 20, owed_minor: 0 });
    expect(await tenantState(tenant)).toBe("ok");
    await deliver(use(tenant, { quantity: 15 }));
    expect(crossed(tenant).at(-1)).toBe("messages exhausted 100");
    expect(await account(tenant)).toEqual({ deposit_minor: 0, owed_minor: 10 });
    expect(await tenantState(tenant)).toBe("exhausted");
    await deliver(use(tenant));
    expect(crossed(tenant)).toHaveLength(4);
    expect(await drift(tenant)).toEqual([]);
  });

  test("without a deposit it is exhausted once all that is included is used, and never was in overage", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    await deliver(use(tenant, { quantity: 100 }));
    expect(crossed(tenant)).toEqual(["messages warning 80", "messages warning 95", "messages exhausted 100"]);
  });

  test("a top-up pays the debt and brings the bot back; no state is told a second time", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    await deliver(use(tenant, { quantity: 110 }));
    expect(await tenantState(tenant)).toBe("exhausted");
    const payment = { amountMinor: 50, currency: "USD", reference: "p1" };
    const crossings = await inTenant(database.db, tenant.tenantId, async (trx) => {
      return topUp(trx, tenant.tenantId, payment, now);
    });
    expect(crossings).toMatchObject({ kind: "recorded", crossings: [{ state: "overage" }] });
    expect(await account(tenant)).toEqual({ deposit_minor: 30, owed_minor: 0 });
    expect(await tenantState(tenant)).toBe("ok");
    await deliver(use(tenant, { quantity: 15 }));
    expect(await tenantState(tenant)).toBe("exhausted");
    expect(crossed(tenant)).toHaveLength(3);
    expect(await drift(tenant)).toEqual([]);
  });

  test("is in the audit log", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    await deliver(use(tenant, { quantity: 80 }));
    const entries = await database.adminDb
      .selectFrom("audit_log")
      .select(["action", "subject_id", "after"])
      .where("tenant_id", "=", tenant.tenantId)
      .execute();
    expect(entries).toEqual([
      {
        action: "quota.cross",
        subject_id: "messages",
        after: { state: "warning", thresholdPercent: 80, used: 80, included: 100 },
      },
    ]);
  });

  test("stays in the outbox when Pub/Sub is away, and the count stands", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    services.bus.fail(true);
    expect(await deliver(use(tenant, { quantity: 80 }))).toEqual(["counted"]);
    const waiting = await database.adminDb
      .selectFrom("outbox")
      .select("topic")
      .where("tenant_id", "=", tenant.tenantId)
      .execute();
    expect(waiting).toEqual([{ topic: "quota.crossed" }]);
  });
});

describe("a crossing", () => {
  test("is mailed to the tenant's admins once, also when it is delivered twice", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    await deliver(use(tenant, { quantity: 80 }));
    const [event] = services.bus.of("quota.crossed");
    if (event === undefined) throw new Error("nothing was told");
    expect(await deliver(event)).toEqual(["mailed"]);
    expect(await deliver(event)).toEqual(["duplicate"]);
    const files = await readdir(mailFolder);
    expect(files).toHaveLength(1);
    const text = await readFile(join(mailFolder, files[0] ?? ""), "utf8");
    expect(text).toMatch(/^To: admin@t[0-9a-f-]+\.example\r$/m);
    expect(text).toContain("80 % of the messages used");
    expect(text).toContain("80 of the 100 included");
  });
});
