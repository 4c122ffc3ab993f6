import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { deleteOutbox, deletePublished, insertOutbox, listDueOutbox } from "./outbox.ts";
import type { OutboxEvent } from "./outbox.ts";
import { seedData } from "../testing/examples/seed-data.ts";
import { inTenant } from "./tenant-scope.ts";

const [acme, globex] = seedData;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.adminDb.deleteFrom("outbox").execute();
});
afterAll(async () => database.drop());

function newEvent(tenantId: string, change: Partial<OutboxEvent> = {}): OutboxEvent {
  return { id: randomUUID(), tenantId, topic: "message.queued", envelope: { text: "👋" }, ...change };
}

async function insert(...events: OutboxEvent[]): Promise<void> {
  for (const event of events) {
    await inTenant(database.db, event.tenantId, async (trx) => insertOutbox(trx, [event]));
  }
}

async function listDue(options: { olderThanMs?: number; limit?: number } = {}): Promise<OutboxEvent[]> {
  return database.platformDb
    .transaction()
    .execute(async (trx) => listDueOutbox(trx, { olderThanMs: 0, limit: 100, ...options }));
}

describe("the outbox", () => {
  it("gives back the events of all tenants as they were put in, oldest first", async () => {
    const events = [newEvent(acme.id, { orderingKey: "a" }), newEvent(globex.id), newEvent(acme.id)];
    await insert(...events);
    expect(await listDue()).toEqual(events);
    expect(await listDue({ limit: 1 })).toEqual(events.slice(0, 1));
  });

  it("leaves alone what its own function may still be publishing", async () => {
    await insert(newEvent(acme.id));
    expect(await listDue({ olderThanMs: 3_600_000 })).toEqual([]);
  });

  it("holds no event of a transaction that failed", async () => {
    const failing = inTenant(database.db, acme.id, async (trx) => {
      await insertOutbox(trx, [newEvent(acme.id)]);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await listDue()).toEqual([]);
  });

  it("forgets what several tenants published together, and of each only what is its own", async () => {
    const events = [newEvent(acme.id), newEvent(globex.id), newEvent(acme.id), newEvent(globex.id)];
    await insert(...events);
    const [first, second, third, fourth] = events.map(({ id }) => id);
    await deletePublished(database.db, [
      { tenantId: acme.id, ids: [first ?? "", fourth ?? ""] },
      { tenantId: globex.id, ids: [second ?? ""] },
      { tenantId: acme.id, ids: [] },
    ]);
    expect((await listDue()).map(({ id }) => id)).toEqual([third, fourth]);
    await expect(
      deletePublished(database.db, [{ tenantId: acme.id, ids: ["'); delete from outbox; --"] }]),
    ).rejects.toThrow("UUID");
  });

  it("takes an event once", async () => {
    const event = newEvent(acme.id);
    await insert(event);
    await expect(insert(event)).rejects.toMatchObject({ code: "23505" });
  });

  it("takes no event in another tenant's name", async () => {
    const attempt = inTenant(database.db, acme.id, async (trx) => insertOutbox(trx, [newEvent(globex.id)]));
    await expect(attempt).rejects.toMatchObject({ code: "42501" });
  });

  it("forgets what was published, for the tenant and for the platform", async () => {
    const events = [newEvent(acme.id), newEvent(globex.id)];
    await insert(...events);
    const ids = events.map((event) => event.id);
    expect(await inTenant(database.db, acme.id, async (trx) => deleteOutbox(trx, ids))).toBe(1);
    expect(await deleteOutbox(database.platformDb, ids)).toBe(1);
    expect(await deleteOutbox(database.platformDb, ids)).toBe(0);
    expect(await listDue()).toEqual([]);
  });

  it("shares the work between drains that run at once", async () => {
    await insert(newEvent(acme.id), newEvent(acme.id), newEvent(globex.id));
    await database.platformDb.transaction().execute(async (first) => {
      const held = await listDueOutbox(first, { olderThanMs: 0, limit: 2 });
      expect(held).toHaveLength(2);
      const rest = await listDue();
      expect(rest).toHaveLength(1);
      expect(held).not.toContainEqual(rest[0]);
    });
  });

  it("takes nothing, and does nothing, for no events", async () => {
    await inTenant(database.db, acme.id, async (trx) => {
      await insertOutbox(trx, []);
      expect(await deleteOutbox(trx, [])).toBe(0);
    });
    expect(await listDue()).toEqual([]);
  });
});
