import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AnalyticsTopic } from "../../shared/contracts/tables.ts";
import type { DataOf, EventOf } from "../../shared/contracts/topics.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { buildEvent, buildTextMessage } from "../../shared/testing/builders.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { createHandler } from "./handle.ts";
import {
  type AnalyticsUnderTest,
  received,
  reported,
  startAnalytics,
} from "./testing/analytics-under-test.ts";
import { handling } from "../../shared/testing/handling.ts";

const handle = handling(createHandler);

const [acme, globex] = seedData;
const now = new Date().toISOString();
let analytics: AnalyticsUnderTest;

beforeAll(async () => {
  analytics = await startAnalytics();
});
afterAll(async () => analytics.close());

describe("a fact", () => {
  test("has a row with its tenant, its time and the chain it belongs to", async () => {
    const told = await analytics.tell(
      "message.received",
      received(buildTextMessage("Halo?", { context: { id: "wamid.X" } })),
    );
    expect(told.outcome).toBe("appended");
    expect(await analytics.rowOf("message.received", told)).toMatchObject({
      tenant_id: acme.id,
      occurred_at: { value: told.event.occurredAt },
      correlation_id: told.event.correlationId,
      outlet_id: acme.outlet.id,
      source: "message",
      type: "text",
      is_reply: true,
    });
  });

  test("of a status holds what became of the message, why, and what it costs", async () => {
    const pricing = { billable: true, category: "utility", type: "regular", pricing_model: "PMP" };
    const status = {
      id: `wamid.${randomUUID()}`,
      status: "failed",
      timestamp: "1764000000",
      pricing,
      errors: [{ code: 131026 }],
    };
    const told = await analytics.tell("status.received", reported(status));
    expect(await analytics.rowOf("status.received", told)).toMatchObject({
      status: "failed",
      status_at: { value: "2025-11-24T16:00:00.000Z" },
      error_code: 131026,
      pricing_category: "utility",
      pricing_type: "regular",
      billable: true,
    });
  });

  test("of a message of ours says who wrote it; nothing of one that is gone", async () => {
    const chat = await createChat(analytics.database.db, acme);
    await chat.customerWrites("Kapan buka?");
    const messageId = await chat.queueReply("Besok pagi.");
    const { conversationId } = chat;
    const told = await analytics.tell("message.queued", { conversationId, messageId }, acme.id);
    expect(await analytics.rowOf("message.queued", told)).toMatchObject({
      message_id: messageId,
      outlet_id: acme.outlet.id,
      sender_type: "bot",
      type: "text",
    });
    const gone = await analytics.tell("message.queued", { conversationId, messageId: randomUUID() }, acme.id);
    expect(await analytics.rowOf("message.queued", gone)).toMatchObject({
      outlet_id: null,
      sender_type: null,
    });
    // Another tenant's message is none of this one's.
    const theirs = await analytics.tell("message.queued", { conversationId, messageId }, globex.id);
    expect(await analytics.rowOf("message.queued", theirs)).toMatchObject({
      tenant_id: globex.id,
      sender_type: null,
    });
  });

  test.each<[string, AnalyticsTopic, DataOf<AnalyticsTopic>, object]>([
    [
      "a question",
      "reply.requested",
      { conversationId: acme.id, messageId: acme.id, receivedAt: now },
      { message_id: acme.id },
    ],
    [
      "a hand-over",
      "conversation.changed",
      { conversationId: acme.id, change: "handling" },
      { change: "handling" },
    ],
    [
      "a document",
      "document.changed",
      { documentId: acme.id, status: "ready", generation: 3 },
      { status: "ready", generation: 3 },
    ],
    [
      "a use",
      "usage.recorded",
      { meter: "llm.tokens", quantity: 812, subjectId: "s" },
      { meter: "llm.tokens", quantity: 812 },
    ],
    [
      "a threshold",
      "quota.crossed",
      { meter: "messages", state: "warning", periodStart: "2026-11-01", thresholdPercent: 80 },
      { state: "warning", period_start: { value: "2026-11-01" }, threshold_percent: 80 },
    ],
  ])("of %s lies in the table of %s", async (_what, topic, data, expected) => {
    const told = await analytics.tell(topic, data as never, acme.id);
    expect(await analytics.rowOf(topic, told)).toMatchObject({ tenant_id: acme.id, ...expected });
  });

  test.each(["message", "status"] as const)(
    "of a conversation's %s is told by the other tables",
    async (change) => {
      const told = await analytics.tell("conversation.changed", { conversationId: acme.id, change }, acme.id);
      expect(told.outcome).toBe("told-elsewhere");
      expect(await analytics.rowOf("conversation.changed", told)).toBeUndefined();
    },
  );
});

describe("the same fact", () => {
  test("delivered twice is one row", async () => {
    const event = buildEvent(
      "message.received",
      received(buildTextMessage("Dua kali")),
    ) as EventOf<AnalyticsTopic>;
    await handle(event, analytics.services);
    await handle(event, analytics.services);
    await Promise.all([1, 2, 3].map(async () => handle(event, analytics.services)));
    const rows = await analytics.warehouse.rows("message.received");
    expect(rows.filter((row) => row["event_id"] === event.id)).toHaveLength(1);
  });

  test("told by another event has the same id, and another tenant's has not", async () => {
    const message = buildTextMessage("Lagi");
    const first = await analytics.rowOf(
      "message.received",
      await analytics.tell("message.received", received(message)),
    );
    // BigQuery forgets an id after a minute: what it would then append is what it is asked to append here.
    await analytics.tell("message.received", received(message));
    const rows = await analytics.warehouse.rows("message.received");
    expect(rows.filter((row) => row["fact_id"] === first?.["fact_id"])).toHaveLength(1);
    const theirs = await analytics.tell("message.received", received(message, globex.outlet.phoneNumberId));
    expect((await analytics.rowOf("message.received", theirs))?.["fact_id"]).not.toBe(first?.["fact_id"]);
  });

  test("is not what a later change of the same conversation is", async () => {
    const data = { conversationId: acme.id, change: "closed" as const };
    const [one, other] = [
      await analytics.tell("conversation.changed", data, acme.id),
      await analytics.tell("conversation.changed", data, acme.id),
    ];
    expect(await analytics.rowOf("conversation.changed", one)).toBeDefined();
    expect(await analytics.rowOf("conversation.changed", other)).toBeDefined();
  });
});

test("nobody's words, name, number or WhatsApp id is anywhere in the warehouse", async () => {
  const wamid = "wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABIYFDNBMDEyMzQ1Njc4OTAxMjM0NTY3AA==";
  const message = buildTextMessage("My address is 7 Jalan Braga", {
    id: wamid,
    type: "my address is 7 Jalan Braga",
  });
  await analytics.tell("message.received", received(message));
  await analytics.tell(
    "status.received",
    reported({ id: wamid, status: "sent", pricing: { category: "+62 812 3456 7890" } }),
  );
  await analytics.tell(
    "usage.recorded",
    { meter: "message.inbound", quantity: 1, subjectId: wamid },
    acme.id,
  );
  await analytics.tell(
    "quota.crossed",
    { meter: "+62 812 3456 7890", state: "ok", periodStart: "2026-11-01" },
    acme.id,
  );
  const text = JSON.stringify(await analytics.warehouse.everything());
  expect(text).toContain(acme.id);
  for (const secret of ["Braga", "Budi", "81234567890", "812 3456", "HBgN"])
    expect(text).not.toContain(secret);
});

test("what an instance is given at once goes in one append, each fact with its own outcome", async () => {
  const told = await Promise.all(
    Array.from({ length: 40 }, async () =>
      analytics.tell("message.received", received(buildTextMessage("Ramai"))),
    ),
  );
  const ids = new Set(told.map(({ event }) => event.id));
  const rows = (await analytics.warehouse.rows("message.received")).filter((row) =>
    ids.has(String(row["event_id"])),
  );
  expect(rows).toHaveLength(40);
  expect(new Set(rows.map((row) => JSON.stringify(row["recorded_at"]))).size).toBeLessThanOrEqual(2);
});
