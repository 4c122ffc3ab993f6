import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listDeadLetters } from "../../shared/db/dead-letters.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { buildDelivery, buildEvent } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";
import { deadLettersFunction } from "./services.ts";

const [acme] = seedData;
let database: TestDatabase;
let services: TestServices<typeof deadLettersFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.adminDb.deleteFrom("dead_letters").execute();
  services = createTestServices(deadLettersFunction, database);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

const kept = async () => listDeadLetters(database.platformDb, { limit: 10 });
const queued = buildEvent(
  "message.queued",
  { conversationId: randomUUID(), messageId: randomUUID() },
  acme.id,
);
/** As Pub/Sub marks what a subscription could not deliver. */
const gaveUp = {
  topic: "message.queued",
  CloudPubSubDeadLetterSourceSubscription: "message.queued.sender",
  CloudPubSubDeadLetterSourceSubscriptionProject: "test",
  CloudPubSubDeadLetterSourceDeliveryCount: "20",
};

describe("a message is kept", () => {
  test("that a function could not handle, under that function, so that it can be replayed", async () => {
    const delivery = buildDelivery(queued, { attributes: gaveUp, messageId: "m1" });
    expect(await handle(delivery, services)).toBe(204);
    expect(await kept()).toMatchObject([
      {
        tenant_id: acme.id,
        function_name: "sender",
        source_topic: "message.queued",
        message_id: "m1",
        event_id: queued.id,
        reason_code: "not-delivered",
        reason: "message.queued.sender gave up",
        payload_text: JSON.stringify(queued),
        attributes: gaveUp,
        delivery_attempt: 20,
        replayed_at: null,
      },
    ]);
    expect(services.lines).toMatchObject([
      { severity: "ERROR", outcome: "kept", functionName: "sender", code: "not-delivered" },
    ]);
  });

  test("that the webhook could not read, with the webhook's reason", async () => {
    const rejected = buildEvent("webhook.rejected", {
      receivedAt: new Date().toISOString(),
      reason: "body is not JSON",
      body: "hello",
    });
    await handle(buildDelivery(rejected), services);
    expect(await kept()).toMatchObject([
      {
        tenant_id: null,
        function_name: "dead-letters",
        source_topic: "webhook.rejected",
        reason_code: "webhook-rejected",
        reason: "body is not JSON",
        payload_text: JSON.stringify(rejected),
      },
    ]);
  });

  test("that no function reads yet", async () => {
    const updated = buildEvent("account.updated", {
      wabaId: "1",
      receivedAt: new Date().toISOString(),
      field: "account_update",
      value: {},
    });
    await handle(buildDelivery(updated), services);
    expect(await kept()).toMatchObject([{ source_topic: "account.updated", reason_code: "no-consumer" }]);
  });

  const gone = randomUUID();
  test.each([
    [
      "no JSON",
      "hello \0",
      { source_topic: "webhook.rejected", payload_text: "hello \uFFFD", reason: "unreadable" },
    ],
    ["nothing", "", { source_topic: "webhook.rejected", payload_text: "", reason: "unreadable" }],
    ["no event of ours", '{"a":1}', { source_topic: "webhook.rejected", reason: "unreadable" }],
    [
      "an event without data",
      JSON.stringify({ ...queued, data: null }),
      { source_topic: "message.queued", tenant_id: acme.id },
    ],
    [
      "of a tenant that is gone",
      JSON.stringify({ ...queued, tenantId: gone }),
      { source_topic: "message.queued", tenant_id: null },
    ],
  ])("that is %s", async (_what, text, letter) => {
    expect(await handle(buildDelivery(text, { attributes: { topic: "webhook.rejected" } }), services)).toBe(
      204,
    );
    expect(await kept()).toMatchObject([letter]);
  });

  test("once, also when it is delivered twice or five times at once", async () => {
    const delivery = buildDelivery(queued, { attributes: gaveUp });
    const statuses = await Promise.all(Array.from({ length: 5 }, async () => handle(delivery, services)));
    expect(await handle(delivery, services)).toBe(204);
    expect(statuses).toEqual([204, 204, 204, 204, 204]);
    expect(await kept()).toHaveLength(1);
    expect(services.lines.filter(({ outcome }) => outcome === "kept")).toHaveLength(1);
  });

  test("once for each function that gave it up", async () => {
    const messageId = randomUUID();
    for (const name of ["sender", "analytics"]) {
      const attributes = { ...gaveUp, CloudPubSubDeadLetterSourceSubscription: `message.queued.${name}` };
      await handle(buildDelivery(queued, { attributes, messageId }), services);
    }
    expect((await kept()).map(({ function_name }) => function_name).toSorted()).toEqual([
      "analytics",
      "sender",
    ]);
  });
});

test("what cannot be kept is asked for again", async () => {
  services = createTestServices(deadLettersFunction, {
    appUrl: "postgres://crm_app@127.0.0.1:1/none",
    platformUrl: "",
  });
  expect(await handle(buildDelivery(queued), services)).toBe(503);
  expect(services.lines).toMatchObject([{ severity: "ERROR", outcome: "retry" }]);
});
