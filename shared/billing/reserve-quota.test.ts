import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BilledTenant, createBilledTenant, sellPlanVersion } from "../testing/billing.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { inSeveralTenants } from "../db/in-several-tenants.ts";
import { inTenant } from "../db/tenant-scope.ts";
import { countUsage } from "./queries/count-usage.ts";
import { findDrift } from "./queries/find-drift.ts";
import { releaseExpired } from "./release-expired.ts";
import { commitReservation, releaseReservation, type Reservation, reserveSend } from "./reserve-quota.ts";

const now = new Date("2026-05-05T10:00:00Z");
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await sellPlanVersion(database.adminDb, "starter", {
    allowances: { messages: { included: 3, limit: "hard", overage: null } },
  });
});
afterAll(async () => database.drop());

async function reserve({ tenantId }: BilledTenant, messageId: string, at = now): Promise<Reservation> {
  const expiresAt = new Date(at.getTime() + 60_000);
  return inTenant(database.db, tenantId, async (trx) => reserveSend(trx, messageId, { now: at, expiresAt }));
}

async function settle(
  { tenantId }: BilledTenant,
  messageId: string,
  how: "commit" | "release",
): Promise<void> {
  await inTenant(database.db, tenantId, async (trx) => {
    await (how === "commit" ? commitReservation(trx, messageId) : releaseReservation(trx, messageId));
  });
}

async function count({ tenantId, outletId }: BilledTenant, subjectId: string): Promise<void> {
  const event = {
    id: randomUUID(),
    meter: "message.outbound",
    quantity: 1,
    subjectId,
    outletId,
    occurredAt: now,
  };
  await inSeveralTenants(database.db, async ({ trx }) =>
    countUsage(trx, [{ tenantId, events: [event] }], { now }),
  );
}

async function quotaOf({ tenantId }: BilledTenant) {
  expect(await inTenant(database.db, tenantId, findDrift)).toEqual([]);
  const row = await database.adminDb
    .selectFrom("quotas")
    .select(["used", "reserved", "committed"])
    .where("tenant_id", "=", tenantId)
    .where("allowance", "=", "messages")
    .executeTakeFirstOrThrow();
  return [row.used, row.reserved, row.committed];
}

describe("a unit of a hard quota", () => {
  test("is held, kept when it was accepted, and used once it is counted", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    expect(await reserve(tenant, "m1")).toBe("reserved");
    expect(await quotaOf(tenant)).toEqual([0, 1, 0]);
    await settle(tenant, "m1", "commit");
    expect(await quotaOf(tenant)).toEqual([0, 0, 1]);
    await count(tenant, "m1");
    expect(await quotaOf(tenant)).toEqual([1, 0, 0]);
    await count(tenant, "m1");
    expect(await quotaOf(tenant)).toEqual([1, 0, 0]);
  });

  test("is counted also when nobody told that it was accepted", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    await reserve(tenant, "m1");
    await count(tenant, "m1");
    expect(await quotaOf(tenant)).toEqual([1, 0, 0]);
  });

  test("is given back, once, when it was not used", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    await reserve(tenant, "m1");
    await settle(tenant, "m1", "release");
    await settle(tenant, "m1", "release");
    expect(await quotaOf(tenant)).toEqual([0, 0, 0]);
  });

  test("is held once for a message that is tried again, and stays kept", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    expect([await reserve(tenant, "m1"), await reserve(tenant, "m1")]).toEqual(["reserved", "reserved"]);
    await settle(tenant, "m1", "commit");
    await settle(tenant, "m1", "release");
    expect(await quotaOf(tenant)).toEqual([0, 0, 1]);
  });

  test("may still come free while others hold it, and may not once they have used it", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    for (const message of ["m1", "m2", "m3"]) await reserve(tenant, message);
    expect(await reserve(tenant, "m4")).toBe("busy");
    for (const message of ["m1", "m2", "m3"]) await settle(tenant, message, "commit");
    expect(await reserve(tenant, "m4")).toBe("exhausted");
  });

  test("comes free when a crashed sender has held it for too long", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    for (const message of ["m1", "m2", "m3"]) await reserve(tenant, message);
    await settle(tenant, "m3", "commit");
    expect(await reserve(tenant, "m4", later(2))).toBe("reserved");
    expect(await quotaOf(tenant)).toEqual([0, 1, 1]);
    const released = await inTenant(database.db, tenant.tenantId, async (trx) =>
      releaseExpired(trx, later(10)),
    );
    expect(released).toBe(1);
    expect(await quotaOf(tenant)).toEqual([0, 0, 1]);
  });

  test("of the next period is asked for from the moment that it begins", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    for (const message of ["m1", "m2", "m3"]) {
      await reserve(tenant, message);
      await settle(tenant, message, "commit");
    }
    expect(await reserve(tenant, "m4", new Date("2026-06-05T00:00:00Z"))).toBe("reserved");
  });

  test("is let through to no more than there are, however many ask at once", async () => {
    const tenant = await createBilledTenant(database.db, { now });
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => reserve(tenant, `m${index}`)),
    );
    expect(answers.filter((answer) => answer === "reserved")).toHaveLength(3);
    expect(answers.filter((answer) => answer === "busy")).toHaveLength(47);
  });
});

test("a tenant without a hard limit, or without a subscription, is not held back", async () => {
  const tenant = await createBilledTenant(database.db, { now, plan: "growth" });
  expect(await reserve(tenant, "m1")).toBe("unlimited");
  await database.adminDb
    .updateTable("subscriptions")
    .set({ status: "canceled" })
    .where("tenant_id", "=", tenant.tenantId)
    .execute();
  expect(await reserve(tenant, "m1", new Date("2027-01-01T00:00:00Z"))).toBe("unlimited");
});
