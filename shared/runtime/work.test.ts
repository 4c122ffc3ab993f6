import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { seedData } from "../testing/examples/seed-data.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createTestServices, type TestServices } from "../testing/services.ts";
import { inWork } from "./work.ts";
import { inboundFunction } from "../../functions/inbound/services.ts";

const [acme, globex] = seedData;
let database: TestDatabase;
let services: TestServices<typeof inboundFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  services = createTestServices(inboundFunction, database);
  await database.adminDb.deleteFrom("outbox").execute();
  await database.adminDb.deleteFrom("contacts").execute();
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

const cause = { id: randomUUID(), correlationId: randomUUID(), traceparent: "00-a-b-01" };
const ids = { conversationId: randomUUID(), messageId: randomUUID() };
const outbox = async () => database.adminDb.selectFrom("outbox").selectAll().execute();
const contacts = async () => database.adminDb.selectFrom("contacts").select(["phone", "tenant_id"]).execute();

/** Writes a contact and emits an event. */
async function writeContact(then?: () => Promise<void>) {
  return inWork(services, acme.id, cause, async (work) => {
    await work.trx.insertInto("contacts").values({ phone: "6281234567890" }).execute();
    work.emit("message.queued", ids);
    await then?.();
    return "done";
  });
}

describe("an event", () => {
  test("is published after the commit, in the chain of its cause, and leaves the outbox", async () => {
    let atPublish: unknown;
    const publish = services.bus.publish.bind(services.bus);
    services.bus.publish = async (events) => {
      atPublish = { contacts: await contacts(), outbox: (await outbox()).map(({ id }) => id) };
      await publish(events);
    };
    expect(await writeContact()).toBe("done");
    const [event] = services.bus.events;
    expect(event).toMatchObject({
      topic: "message.queued",
      tenantId: acme.id,
      correlationId: cause.correlationId,
      causationId: cause.id,
      traceparent: cause.traceparent,
      data: ids,
    });
    expect(atPublish).toEqual({
      contacts: [{ phone: "6281234567890", tenant_id: acme.id }],
      outbox: [event?.id],
    });
    expect(await outbox()).toEqual([]);
  });

  test("is neither published nor stored when the work fails after emitting it", async () => {
    const failing = writeContact(async () => {
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect([services.bus.events, await outbox(), await contacts()]).toEqual([[], [], []]);
  });

  test("stays in the outbox as it was when Pub/Sub is away, and the work stands", async () => {
    services.bus.fail(true);
    expect(await writeContact()).toBe("done");
    expect(await outbox()).toMatchObject([
      {
        tenant_id: acme.id,
        topic: "message.queued",
        ordering_key: ids.conversationId,
        envelope: { topic: "message.queued", tenantId: acme.id, data: ids },
      },
    ]);
    expect(await contacts()).toHaveLength(1);
    expect(services.lines).toMatchObject([{ severity: "WARNING", tenantId: acme.id, events: 1 }]);
  });

  test("stays in the outbox with all others when Pub/Sub took only some", async () => {
    services.bus.publish = async () => {
      throw new AggregateError([new Error("NOT_FOUND")], "Pub/Sub did not take every event");
    };
    await inWork(services, acme.id, {}, async (work) => {
      work.emit("message.queued", ids);
      work.emit("conversation.changed", { conversationId: ids.conversationId, change: "message" });
    });
    expect(await outbox()).toHaveLength(2);
    expect(services.lines).toMatchObject([{ error: { errors: [{ message: "NOT_FOUND" }] } }]);
  });

  test("stays in the outbox when it was published but could not be taken out: twice rather than never", async () => {
    const publish = services.bus.publish.bind(services.bus);
    services.bus.publish = async (events) => {
      await publish(events);
      await services.db.destroy();
    };
    expect(await writeContact()).toBe("done");
    expect(services.bus.events).toHaveLength(1);
    expect((await outbox()).map(({ id }) => id)).toEqual([services.bus.events[0]?.id]);
  });
});

test("the work sees its tenant only, and events are its tenant's", async () => {
  await writeContact();
  const seen = await inWork(services, globex.id, { tenantId: acme.id }, async (work) => {
    work.emit("message.queued", ids);
    return work.trx.selectFrom("contacts").selectAll().execute();
  });
  expect(seen).toEqual([]);
  expect(services.bus.events.map(({ tenantId }) => tenantId)).toEqual([acme.id, globex.id]);
});

test("the events of many at once all leave the outbox", async () => {
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) =>
      inWork(services, index % 2 === 0 ? acme.id : globex.id, {}, async (work) =>
        work.emit("message.queued", ids),
      ),
    ),
  );
  expect(services.bus.events).toHaveLength(20);
  expect(await outbox()).toEqual([]);
});

test("work without events publishes nothing", async () => {
  services.bus.fail(true);
  expect(await inWork(services, acme.id, {}, async () => 1)).toBe(1);
  expect(services.lines).toEqual([]);
});
