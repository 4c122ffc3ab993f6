import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { maxDeliveryAttempts } from "../contracts/subscriptions.ts";
import { createDatabase } from "../db/client.ts";
import { listDeadLetters } from "../db/dead-letters.ts";
import { seedData } from "../testing/examples/seed-data.ts";
import { buildDelivery, buildEvent, buildTextMessage } from "../testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createTestServices, type TestServices } from "../testing/services.ts";
import type { Delivery } from "./decode-delivery.ts";
import { Permanent, Retry } from "./errors.ts";
import { type EventHandler, handleDelivery } from "./on-event.ts";
import { inboundFunction } from "../../functions/inbound/services.ts";

const [acme] = seedData;
let database: TestDatabase;
let services: TestServices<typeof inboundFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.adminDb.deleteFrom("dead_letters").execute();
  services = createTestServices(inboundFunction, database);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

const words = "my card is 4111 1111";
const event = {
  ...buildEvent("message.received", {
    phoneNumberId: acme.outlet.phoneNumberId,
    wabaId: acme.outlet.businessAccountId,
    receivedAt: new Date().toISOString(),
    source: "message",
    message: buildTextMessage(words, { from: "6281999888777" }),
  }),
  tenantId: acme.id,
};

async function deliver(handle: EventHandler<"inbound">, delivery: Delivery = buildDelivery(event)) {
  const status = await handleDelivery("inbound", delivery, handle, services);
  const letters = await listDeadLetters(database.platformDb, { limit: 10 });
  return { status, letters, line: services.lines.at(-1) };
}

function failing(error: unknown): EventHandler<"inbound"> {
  return async () => {
    throw error;
  };
}

describe("a delivery", () => {
  test("that was handled is acknowledged, with one line that tells everything about it", async () => {
    const seen: unknown[] = [];
    const { status, letters, line } = await deliver(
      async (...args) => {
        seen.push(args);
        return { outcome: "stored", handling: "bot" };
      },
      buildDelivery(event, { attempt: 3, messageId: "m1" }),
    );
    expect(status).toBe(204);
    expect(letters).toEqual([]);
    expect(seen).toEqual([[event, { attempt: 3, maxAttempts: maxDeliveryAttempts }]]);
    expect(services.lines).toHaveLength(1);
    expect(line).toMatchObject({
      severity: "INFO",
      function: "inbound",
      message: "inbound",
      topic: "message.received",
      eventId: event.id,
      tenantId: acme.id,
      correlationId: event.correlationId,
      messageId: "m1",
      attempt: 3,
      status: 204,
      outcome: "stored",
      handling: "bot",
      durationMs: expect.any(Number),
      ageMs: expect.any(Number),
      "logging.googleapis.com/trace": `projects/test/traces/${event.traceparent?.split("-")[1]}`,
    });
  });

  test("that can never be handled is kept with its reason, and acknowledged", async () => {
    const handle = failing(new Permanent("unknown-number", "no outlet has this phone number id"));
    const { status, letters, line } = await deliver(
      handle,
      buildDelivery(event, { attempt: 2, messageId: "m2", attributes: { a: "b" } }),
    );
    expect(status).toBe(204);
    expect(line).toMatchObject({ severity: "ERROR", outcome: "kept", code: "unknown-number" });
    expect(letters).toMatchObject([
      {
        tenant_id: acme.id,
        function_name: "inbound",
        source_topic: "message.received",
        message_id: "m2",
        event_id: event.id,
        reason_code: "unknown-number",
        reason: "no outlet has this phone number id",
        payload_text: JSON.stringify(event),
        attributes: { a: "b" },
        delivery_attempt: 2,
      },
    ]);
  });

  test("that can never be handled and comes twice is kept once", async () => {
    const delivery = buildDelivery(event);
    await deliver(failing(new Permanent("x", "x")), delivery);
    const { status, letters } = await deliver(failing(new Permanent("x", "x")), delivery);
    expect(status).toBe(204);
    expect(letters).toHaveLength(1);
  });

  test("that cannot be handled now is asked for again", async () => {
    const { status, letters, line } = await deliver(
      failing(new Retry("in-flight", "another delivery is at it")),
    );
    expect(status).toBe(503);
    expect(letters).toEqual([]);
    expect(line).toMatchObject({ severity: "WARNING", outcome: "retry", code: "in-flight" });
  });

  test("for which no connection was free in time is asked for again, and is no bug", async () => {
    const db = createDatabase(database.appUrl, { maxConnections: 1, connectTimeoutMs: 2_000 });
    const { status, letters, line } = await db
      .connection()
      .execute(async () =>
        deliver(async () => sql`select 1`.execute(db).then(() => ({ outcome: "stored" }))),
      );
    await db.destroy();
    expect(status).toBe(503);
    expect(letters).toEqual([]);
    expect(line).toMatchObject({ severity: "WARNING", outcome: "retry", code: "database-away" });
  });

  test.each([new TypeError("x is undefined"), "text", undefined])(
    "that a bug stops is asked for again, and is an error in the log: %s",
    async (error) => {
      const { status, letters, line } = await deliver(failing(error));
      expect(status).toBe(500);
      expect(letters).toEqual([]);
      expect(line).toMatchObject({ severity: "ERROR", outcome: "failed" });
    },
  );
});

describe("what is no event of the function's topics", () => {
  const handled: unknown[] = [];
  const handle: EventHandler<"inbound"> = async (given) => {
    handled.push(given);
    return { outcome: "stored" };
  };

  test.each([
    ["another version", JSON.stringify({ ...event, version: 9 }), "version 9"],
    ["another topic", JSON.stringify({ ...event, topic: "message.queued" }), "unexpected topic"],
    ["no JSON", `${words} \0`, "malformed"],
    ["nothing", "", "malformed"],
  ])("is kept with its reason and acknowledged, never handled: %s", async (_what, text, reason) => {
    const { status, letters, line } = await deliver(handle, buildDelivery(text));
    expect(status).toBe(204);
    expect(handled).toEqual([]);
    expect(letters).toMatchObject([
      {
        reason_code: "invalid-event",
        reason: expect.stringContaining(reason),
        payload_text: text.replace("\0", "\uFFFD"),
      },
    ]);
    expect(line).toMatchObject({ severity: "ERROR", outcome: "kept", code: "invalid-event" });
  });
});

describe("when nothing can be kept", () => {
  beforeEach(() => {
    // A port that nothing listens on.
    services = createTestServices(inboundFunction, {
      appUrl: "postgres://crm_app@127.0.0.1:1/none",
      platformUrl: "",
    });
  });

  test.each([
    ["cannot be handled", buildDelivery(event)],
    ["cannot be read", buildDelivery("{}")],
  ])("a delivery that %s is asked for again, not lost", async (_what, delivery) => {
    const { status, line } = await deliver(failing(new Permanent("x", "x")), delivery);
    expect(status).toBe(503);
    expect(line).toMatchObject({ severity: "ERROR", outcome: "retry", code: "not-kept" });
  });
});

test("no line holds a customer's words or number, whatever comes of the event", async () => {
  await deliver(async () => ({ outcome: "stored" }));
  await deliver(failing(new Permanent("x", "x")));
  await deliver(failing(new Retry("x", "x")));
  await deliver(failing(new Error("a bug")));
  await deliver(failing(new Error("x")), buildDelivery(`${words} 6281999888777`));
  await deliver(async (given) => {
    // PostgreSQL says in the error's detail what there is already …
    const row = {
      id: randomUUID(),
      function_name: words,
      message_id: JSON.stringify(given),
      reason_code: "x",
      reason: "x",
    };
    await services.db
      .insertInto("dead_letters")
      .values([row, { ...row, id: randomUUID() }])
      .execute();
    return { outcome: "stored" };
  });
  await deliver(async ({ data }) => {
    // … and in its message what has a wrong form; so does JSON.
    await sql`select ${data.message["from"]}::uuid`.execute(services.db);
    return { outcome: "stored" };
  });
  await deliver(async () => JSON.parse(words) as never);
  expect(services.lines.map(({ outcome }) => outcome)).toEqual([
    "stored",
    "kept",
    "retry",
    "failed",
    "kept",
    "failed",
    "failed",
    "failed",
  ]);
  expect(JSON.stringify(services.lines)).not.toMatch(/4111|6281999888777/);
});
