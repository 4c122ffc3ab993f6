import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { buildTextMessage } from "../../shared/testing/builders.ts";
import { handle } from "./handle.ts";
import { type Arrivals, newPhone, newUserId, openArrivals, received } from "./testing/arrivals.ts";

const [acme] = seedData;
let arrivals: Arrivals;

beforeAll(async () => {
  arrivals = await openArrivals();
});
afterEach(() => {
  arrivals.services.bus.fail(false);
  arrivals.services.bus.events.splice(0);
});
afterAll(async () => arrivals.close());

describe("a customer's message", () => {
  test("is stored whole in a new conversation, asks for a reply, and counts", async () => {
    const phone = newPhone();
    const contact = { wa_id: phone, user_id: newUserId(), profile: { name: "Sari 🌸", username: "@sari" } };
    const event = received(buildTextMessage("Buka? 👋", { from: phone, context: { id: "wamid.ours" } }), {
      contact,
    });
    const outcome = await handle(event, arrivals.services);
    const { contacts, conversations, messages } = await arrivals.stored({ phone });
    expect(contacts).toMatchObject([
      {
        tenant_id: acme.id,
        business_scoped_user_id: contact.user_id,
        profile_name: "Sari 🌸",
        username: "sari",
        blocked: false,
      },
    ]);
    const sentAt = new Date(Number(event.data.message["timestamp"]) * 1000);
    expect(conversations).toMatchObject([
      {
        tenant_id: acme.id,
        outlet_id: acme.outlet.id,
        status: "open",
        handled_by: "bot",
        epoch: 1,
        last_customer_message_id: messages[0]?.id,
        last_customer_message_at: sentAt,
        last_message_at: sentAt,
      },
    ]);
    expect(messages).toMatchObject([
      {
        tenant_id: acme.id,
        direction: "inbound",
        sender_type: "customer",
        status: "received",
        wamid: event.data.message["id"],
        type: "text",
        body: "Buka? 👋",
        raw: event.data.message,
        context_wamid: "wamid.ours",
        sent_at: sentAt,
        received_at: new Date(event.data.receivedAt),
        epoch: 1,
      },
    ]);
    const ids = { conversationId: conversations[0]?.id, messageId: messages[0]?.id };
    expect(outcome).toEqual({ outcome: "stored", handling: "bot", conversationId: ids.conversationId });
    const chain = {
      tenantId: acme.id,
      correlationId: event.correlationId,
      causationId: event.id,
      traceparent: event.traceparent,
    };
    expect(arrivals.services.bus.events).toEqual([
      expect.objectContaining({
        topic: "reply.requested",
        ...chain,
        data: { ...ids, receivedAt: event.data.receivedAt },
      }),
      expect.objectContaining({
        topic: "conversation.changed",
        ...chain,
        data: { ...ids, change: "message" },
      }),
      expect.objectContaining({
        topic: "usage.recorded",
        ...chain,
        data: { meter: "message.inbound", quantity: 1, outletId: acme.outlet.id, subjectId: ids.messageId },
      }),
    ]);
    expect(await arrivals.database.adminDb.selectFrom("outbox").selectAll().execute()).toEqual([]);
  });

  test("delivered twice is stored, answered and counted once", async () => {
    const phone = newPhone();
    const event = received(buildTextMessage("hi", { from: phone }));
    await handle(event, arrivals.services);
    const published = arrivals.services.bus.events.length;
    expect(await handle(event, arrivals.services)).toEqual({ outcome: "duplicate" });
    expect(arrivals.services.bus.events).toHaveLength(published);
    expect((await arrivals.stored({ phone })).conversations).toMatchObject([{ epoch: 1 }]);
  });

  test("in twenty copies at once is stored, answered and counted once", async () => {
    const phone = newPhone();
    const message = buildTextMessage("hi", { from: phone });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async () => handle(received(message), arrivals.services)),
    );
    expect(outcomes.filter(({ outcome }) => outcome === "stored")).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === "duplicate")).toHaveLength(19);
    const { contacts, conversations, messages } = await arrivals.stored({ phone });
    expect([contacts.length, conversations.length, messages.length]).toEqual([1, 1, 1]);
    expect(arrivals.services.bus.events.map(({ topic }) => topic)).toEqual([
      "reply.requested",
      "conversation.changed",
      "usage.recorded",
    ]);
  });

  test("that comes again after its conversation was closed long ago opens no new one", async () => {
    const phone = newPhone();
    const event = received(buildTextMessage("hi", { from: phone }));
    await handle(event, arrivals.services);
    const {
      conversations: [conversation],
    } = await arrivals.stored({ phone });
    await arrivals.database.adminDb
      .updateTable("conversations")
      .set({ status: "closed", closed_at: new Date(Date.now() - 25 * 3_600_000) })
      .where("id", "=", conversation?.id ?? "")
      .execute();
    expect(await handle(event, arrivals.services)).toEqual({ outcome: "duplicate" });
    expect((await arrivals.stored({ phone })).conversations).toMatchObject([{ status: "closed" }]);
    expect((await arrivals.say({ from: phone })).outcome.outcome).toBe("stored");
    expect((await arrivals.stored({ phone })).conversations).toMatchObject([
      { status: "closed" },
      { status: "open" },
    ]);
  });

  test("after another continues the conversation and raises its epoch", async () => {
    const phone = newPhone();
    await arrivals.say({ from: phone });
    await arrivals.say({ from: phone });
    const { conversations, messages } = await arrivals.stored({ phone });
    expect(conversations).toMatchObject([{ epoch: 2, last_customer_message_id: messages[1]?.id }]);
    expect(messages.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  test("of a new customer among thirty at once finds one contact and one conversation", async () => {
    const phone = newPhone();
    await Promise.all(Array.from({ length: 30 }, async () => arrivals.say({ from: phone })));
    const { contacts, conversations, messages } = await arrivals.stored({ phone });
    expect(contacts).toHaveLength(1);
    expect(conversations).toMatchObject([{ epoch: 30 }]);
    expect(messages.map(({ epoch }) => epoch).toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
    expect(arrivals.services.bus.of("reply.requested")).toHaveLength(30);
  });
});

describe("state and events", () => {
  test("stay together when Pub/Sub is away: the message is stored, its events wait in the outbox", async () => {
    const phone = newPhone();
    arrivals.services.bus.fail(true);
    expect((await arrivals.say({ from: phone })).outcome.outcome).toBe("stored");
    const [message] = (await arrivals.stored({ phone })).messages;
    const waiting = await arrivals.database.adminDb.selectFrom("outbox").selectAll().execute();
    expect(waiting.map(({ topic }) => topic).toSorted()).toEqual([
      "conversation.changed",
      "reply.requested",
      "usage.recorded",
    ]);
    const reply = waiting.find(({ topic }) => topic === "reply.requested");
    expect(reply).toMatchObject({
      tenant_id: acme.id,
      ordering_key: message?.conversation_id,
      envelope: {
        id: reply?.id,
        topic: "reply.requested",
        tenantId: acme.id,
        data: { messageId: message?.id },
      },
    });
    await arrivals.database.adminDb.deleteFrom("outbox").execute();
  });

  test("are both nothing when the work fails half-way, and the next delivery does all of it", async () => {
    const phone = newPhone();
    const event = received(buildTextMessage("hi", { from: phone }));
    // The outbox is the last thing written: by then the contact, the conversation and the message are there.
    const refusal = sql<boolean>`topic <> 'usage.recorded'`;
    await arrivals.database.adminDb.schema
      .alterTable("outbox")
      .addCheckConstraint("outbox_refusal", refusal)
      .execute();
    await expect(handle(event, arrivals.services)).rejects.toMatchObject({ code: "23514" });
    expect(await arrivals.stored({ phone })).toEqual({ contacts: [], conversations: [], messages: [] });
    expect(arrivals.services.bus.events).toEqual([]);
    await arrivals.database.adminDb.schema.alterTable("outbox").dropConstraint("outbox_refusal").execute();
    expect((await handle(event, arrivals.services)).outcome).toBe("stored");
    expect((await arrivals.stored({ phone })).messages).toHaveLength(1);
  });
});
