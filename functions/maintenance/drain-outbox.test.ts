import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Envelope } from "../../shared/contracts/envelope.ts";
import { insertOutbox } from "../../shared/db/outbox.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { instead } from "../../shared/testing/instead.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { drainOutbox } from "./drain-outbox.ts";
import { maintenanceFunction } from "./services.ts";

const [acme, globex] = seedData;

let database: TestDatabase;
let services: TestServices<typeof maintenanceFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  services = createTestServices(maintenanceFunction, database);
});
afterEach(async () => {
  await services.close();
  await database.adminDb.deleteFrom("outbox").execute();
});
afterAll(async () => database.drop());

test("what was left behind, of every tenant, is published once, oldest first, and removed", async () => {
  const left = [await leaveBehind(acme.id, 3, 90), await leaveBehind(globex.id, 2, 30)].flat();
  expect(await drainOutbox(services)).toMatchObject({ published: 5 });
  expect(services.bus.events).toEqual(left);
  expect(await outboxIds()).toEqual([]);
  expect(await drainOutbox(services)).toMatchObject({ published: 0 });
  expect(services.bus.events).toHaveLength(5);
});

test("more than one batch is drained in one run", async () => {
  await leaveBehind(acme.id, 450);
  expect(await drainOutbox(services)).toMatchObject({ published: 450 });
  expect(new Set(services.bus.events.map(({ id }) => id)).size).toBe(450);
  expect(await outboxIds()).toEqual([]);
});

test("younger ones are left to their own function", async () => {
  const [young] = await leaveBehind(acme.id, 1, 0);
  expect(await drainOutbox(services)).toMatchObject({ published: 0 });
  expect(await outboxIds()).toEqual([young?.id]);
});

test("each run tells how long the oldest has waited, also when Pub/Sub takes none", async () => {
  await leaveBehind(acme.id, 2, 600);
  await leaveBehind(globex.id, 1, 30);
  services.bus.fail(true);
  await expect(drainOutbox(services)).rejects.toThrow();
  const told = services.lines.filter(({ job }) => job === "drain-outbox");
  expect(told).toEqual([
    expect.objectContaining({ severity: "WARNING", oldestMs: expect.any(Number) as number }),
  ]);
  expect(told[0]?.["oldestMs"]).toBeGreaterThanOrEqual(600_000);
  expect(told[0]?.["oldestMs"]).toBeLessThan(700_000);
});

test("nothing is told when nothing waits", async () => {
  await leaveBehind(acme.id, 1, 0);
  await drainOutbox(services);
  expect(services.lines).toEqual([]);
});

test("two drains at once share the work and publish nothing twice", async () => {
  const left = await leaveBehind(acme.id, 300);
  const results = await Promise.all([drainOutbox(services), drainOutbox(services)]);
  const published = results.map((result) => result.published);
  expect(published.reduce((sum, count) => sum + count)).toBe(300);
  expect(services.bus.events.map(({ id }) => id).toSorted()).toEqual(left.map(({ id }) => id).toSorted());
});

test("while Pub/Sub is away the rows stay, and the next run publishes them", async () => {
  const left = await leaveBehind(acme.id, 2);
  services.bus.fail(true);
  await expect(drainOutbox(services)).rejects.toThrow("Pub/Sub did not take every event");
  expect(await outboxIds()).toEqual(left.map(({ id }) => id));
  services.bus.fail(false);
  expect(await drainOutbox(services)).toMatchObject({ published: 2 });
});

test("one event that Pub/Sub does not take does not hold up the others", async () => {
  const left = await leaveBehind(acme.id, 3);
  const poison = left[0]?.id;
  const picky = instead(services, {
    bus: {
      ...services.bus,
      publish: async (events) => {
        if (events.some(({ id }) => id === poison)) throw new Error("no such topic");
        await services.bus.publish(events);
      },
    },
  });
  await expect(drainOutbox(picky)).rejects.toThrow("Pub/Sub did not take every event");
  expect(services.bus.events).toEqual(left.slice(1));
  expect(await outboxIds()).toEqual([poison]);
});

/** Events in the outbox, as a function leaves them that dies after its commit; the first is the oldest. */
async function leaveBehind(tenantId: string, count: number, ageSeconds = 60): Promise<Envelope[]> {
  const events = Array.from({ length: count }, () =>
    buildEvent("conversation.changed", { conversationId: randomUUID(), change: "message" }, tenantId),
  ).toSorted((a, b) => a.id.localeCompare(b.id));
  await inTenant(database.db, tenantId, async (trx) =>
    insertOutbox(
      trx,
      events.map((event) => ({ id: event.id, tenantId, topic: event.topic, envelope: event })),
    ),
  );
  await database.adminDb
    .updateTable("outbox")
    .set({ created_at: new Date(Date.now() - ageSeconds * 1000) })
    .where(
      "id",
      "in",
      events.map(({ id }) => id),
    )
    .execute();
  return events;
}

async function outboxIds(): Promise<string[]> {
  const rows = await database.adminDb.selectFrom("outbox").select("id").orderBy("id").execute();
  return rows.map(({ id }) => id);
}
