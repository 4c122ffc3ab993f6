import { randomInt, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { DataOf } from "../../shared/contracts/topics.ts";
import { seedData, type SeedTenant } from "../../shared/db/seed-data.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { buildEvent, buildTextMessage } from "../../shared/testing/builders.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";

const [acme, globex] = seedData;
let database: TestDatabase;
let services: TestServices<"inbound">;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices("inbound", database);
});
afterEach(() => {
  services.bus.fail(false);
  services.bus.events.splice(0);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

const newPhone = () => `62811${randomInt(1e7, 1e8)}`;
const newUserId = () => `ID.${randomUUID().replaceAll("-", "")}`;

function received(message: Record<string, unknown>, change: Partial<DataOf<"message.received">> = {}) {
  return buildEvent("message.received", {
    phoneNumberId: acme.outlet.phoneNumberId,
    wabaId: acme.outlet.businessAccountId,
    receivedAt: new Date().toISOString(),
    source: "message",
    message,
    ...change,
  });
}

/** A customer says something; resolves to what came of it. */
async function say(overrides: Record<string, unknown>, change: Partial<DataOf<"message.received">> = {}) {
  const message = buildTextMessage("Apakah buka hari ini?", overrides);
  return { message, outcome: await handle(received(message, change), services) };
}

/** Everything that is stored of a customer, of whichever tenant, oldest first. */
async function stored(customer: { phone?: string; business_scoped_user_id?: string }) {
  const { adminDb } = database;
  const contacts = await adminDb
    .selectFrom("contacts")
    .selectAll()
    .where((where) => where.and(customer))
    .execute();
  const contactIds = [randomUUID(), ...contacts.map(({ id }) => id)];
  const conversations = await adminDb
    .selectFrom("conversations")
    .selectAll()
    .where("contact_id", "in", contactIds)
    .orderBy("id")
    .execute();
  const messages = await adminDb
    .selectFrom("messages")
    .selectAll()
    .where("contact_id", "in", contactIds)
    .orderBy("id")
    .execute();
  return { contacts, conversations, messages };
}

describe("a customer's message", () => {
  test("is stored whole in a new conversation, asks for a reply, and counts", async () => {
    const phone = newPhone();
    const contact = { wa_id: phone, user_id: newUserId(), profile: { name: "Sari 🌸", username: "@sari" } };
    const event = received(buildTextMessage("Buka? 👋", { from: phone, context: { id: "wamid.ours" } }), {
      contact,
    });
    const outcome = await handle(event, services);
    const { contacts, conversations, messages } = await stored({ phone });
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
    expect(services.bus.events).toEqual([
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
    expect(await database.adminDb.selectFrom("outbox").selectAll().execute()).toEqual([]);
  });

  test("delivered twice is stored, answered and counted once", async () => {
    const phone = newPhone();
    const event = received(buildTextMessage("hi", { from: phone }));
    await handle(event, services);
    const published = services.bus.events.length;
    expect(await handle(event, services)).toEqual({ outcome: "duplicate" });
    expect(services.bus.events).toHaveLength(published);
    expect((await stored({ phone })).conversations).toMatchObject([{ epoch: 1 }]);
  });

  test("in twenty copies at once is stored, answered and counted once", async () => {
    const phone = newPhone();
    const message = buildTextMessage("hi", { from: phone });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async () => handle(received(message), services)),
    );
    expect(outcomes.filter(({ outcome }) => outcome === "stored")).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === "duplicate")).toHaveLength(19);
    const { contacts, conversations, messages } = await stored({ phone });
    expect([contacts.length, conversations.length, messages.length]).toEqual([1, 1, 1]);
    expect(services.bus.events.map(({ topic }) => topic)).toEqual([
      "reply.requested",
      "conversation.changed",
      "usage.recorded",
    ]);
  });

  test("that comes again after its conversation was closed opens no new one", async () => {
    const phone = newPhone();
    const event = received(buildTextMessage("hi", { from: phone }));
    await handle(event, services);
    const {
      conversations: [conversation],
    } = await stored({ phone });
    await database.adminDb
      .updateTable("conversations")
      .set({ status: "closed", closed_at: new Date() })
      .where("id", "=", conversation?.id ?? "")
      .execute();
    expect(await handle(event, services)).toEqual({ outcome: "duplicate" });
    expect((await stored({ phone })).conversations).toMatchObject([{ status: "closed" }]);
    expect((await say({ from: phone })).outcome.outcome).toBe("stored");
    expect((await stored({ phone })).conversations).toMatchObject([{ status: "closed" }, { status: "open" }]);
  });

  test("after another continues the conversation and raises its epoch", async () => {
    const phone = newPhone();
    await say({ from: phone });
    await say({ from: phone });
    const { conversations, messages } = await stored({ phone });
    expect(conversations).toMatchObject([{ epoch: 2, last_customer_message_id: messages[1]?.id }]);
    expect(messages.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  test("of a new customer among thirty at once finds one contact and one conversation", async () => {
    const phone = newPhone();
    await Promise.all(Array.from({ length: 30 }, async () => say({ from: phone })));
    const { contacts, conversations, messages } = await stored({ phone });
    expect(contacts).toHaveLength(1);
    expect(conversations).toMatchObject([{ epoch: 30 }]);
    expect(messages.map(({ epoch }) => epoch).toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
    expect(services.bus.of("reply.requested")).toHaveLength(30);
  });
});

describe("a customer", () => {
  test("without a phone is known by user id, and is the same once the phone shows", async () => {
    const [userId, phone] = [newUserId(), newPhone()];
    await say({ from: undefined, from_user_id: userId });
    expect((await stored({ business_scoped_user_id: userId })).contacts).toMatchObject([{ phone: null }]);
    await say({ from: phone, from_user_id: userId });
    await say({ from: phone });
    await say({ from: undefined, from_user_id: userId });
    const { contacts, conversations, messages } = await stored({ phone });
    expect(contacts).toMatchObject([{ business_scoped_user_id: userId }]);
    expect(conversations).toHaveLength(1);
    expect(messages).toHaveLength(4);
  });

  test("known by phone is the same once the user id shows, also where the phone belongs", async () => {
    const [userId, phone] = [newUserId(), newPhone()];
    await say({ from: phone });
    await say({ from: phone, from_user_id: userId });
    await say({ from: userId });
    expect((await stored({ phone })).messages).toHaveLength(3);
  });

  test("stored twice, by phone and by user id, is one with one history when both show", async () => {
    const [userId, phone] = [newUserId(), newPhone()];
    await say({ from: phone });
    await say({ from: undefined, from_user_id: userId });
    const { outcome } = await say({ from: phone, from_user_id: userId });
    expect(outcome.outcome).toBe("stored");
    const { contacts, conversations, messages } = await stored({ phone });
    expect(contacts).toMatchObject([{ business_scoped_user_id: userId }]);
    expect(conversations).toMatchObject([{ epoch: 3, status: "open" }]);
    expect(messages).toHaveLength(3);
    expect(messages.every(({ conversation_id: id }) => id === conversations[0]?.id)).toBe(true);
  });

  test("who takes over another's number takes the number, and nothing that the other said", async () => {
    const [before, after, phone] = [newUserId(), newUserId(), newPhone()];
    await say({ from: phone, from_user_id: before });
    await say({ from: undefined, from_user_id: after });
    await say({ from: phone, from_user_id: after });
    expect((await stored({ phone })).contacts).toMatchObject([{ business_scoped_user_id: after }]);
    expect((await stored({ business_scoped_user_id: before })).contacts).toMatchObject([{ phone: null }]);
    expect((await stored({ business_scoped_user_id: before })).messages).toHaveLength(1);
  });

  test("who writes to two tenants is a contact of each, and neither sees the other's", async () => {
    const phone = newPhone();
    const wamid = `wamid.${randomUUID()}`;
    await Promise.all([
      say({ from: phone, id: wamid }),
      say({ from: phone, id: wamid }, { phoneNumberId: globex.outlet.phoneNumberId }),
    ]);
    const { contacts, conversations, messages } = await stored({ phone });
    for (const rows of [contacts, conversations, messages]) {
      expect(rows.map(({ tenant_id }) => tenant_id).toSorted()).toEqual([acme.id, globex.id]);
    }
    for (const { tenant_id, contact_id } of messages) {
      expect(contacts.find(({ id }) => id === contact_id)?.tenant_id).toBe(tenant_id);
    }
    const outletIds: Record<string, string> = { [acme.id]: acme.outlet.id, [globex.id]: globex.outlet.id };
    for (const { tenantId, data } of services.bus.of("usage.recorded")) {
      expect(data.outletId).toBe(outletIds[tenantId ?? ""]);
    }
  });
});

describe("who answers", () => {
  async function handlingOf(overrides: Record<string, unknown>, tenant: SeedTenant = acme) {
    const { outcome } = await say(overrides, { phoneNumberId: tenant.outlet.phoneNumberId });
    return outcome["handling"];
  }

  test("a reaction shows on its message, asks for no reply, and leaves an answer on its way valid", async () => {
    const phone = newPhone();
    const { message } = await say({ from: phone });
    services.bus.events.splice(0);
    const reaction = {
      type: "reaction",
      text: undefined,
      reaction: { message_id: message["id"], emoji: "👍" },
    };
    expect((await say({ from: phone, ...reaction })).outcome).toMatchObject({ outcome: "joined" });
    const { conversations, messages } = await stored({ phone });
    expect(messages).toMatchObject([{ reactions: [{ from: "customer", emoji: "👍" }] }]);
    expect(conversations).toMatchObject([{ epoch: 1, last_customer_message_id: messages[0]?.id }]);
    expect(services.bus.events.map(({ topic }) => topic)).toEqual(["conversation.changed"]);
  });

  test("a conversation with a human gets no reply of the bot", async () => {
    const phone = newPhone();
    await say({ from: phone });
    await database.adminDb
      .updateTable("conversations")
      .set({ handled_by: "human" })
      .where("contact_id", "=", (await stored({ phone })).contacts[0]?.id ?? "")
      .execute();
    services.bus.events.splice(0);
    expect(await handlingOf({ from: phone })).toBe("human");
    expect(services.bus.of("reply.requested")).toEqual([]);
    expect(services.bus.of("conversation.changed")).toHaveLength(1);
  });

  test("a blocked customer is stored, and answered by nobody", async () => {
    const phone = newPhone();
    await say({ from: phone });
    await database.adminDb
      .updateTable("contacts")
      .set({ blocked: true })
      .where("phone", "=", phone)
      .execute();
    services.bus.events.splice(0);
    expect(await handlingOf({ from: phone })).toBe("nobody");
    expect((await stored({ phone })).messages).toHaveLength(2);
    expect(services.bus.of("reply.requested")).toEqual([]);
  });

  test("a suspended tenant's customers are stored for its people, and the bot keeps still", async () => {
    const setStatus = async (status: "active" | "suspended") =>
      database.adminDb.updateTable("tenants").set({ status }).where("id", "=", globex.id).execute();
    const phone = newPhone();
    await setStatus("suspended");
    expect(await handlingOf({ from: phone }, globex)).toBe("human");
    expect(services.bus.of("reply.requested")).toEqual([]);
    await setStatus("active");
    expect(await handlingOf({ from: phone }, globex)).toBe("bot");
    expect((await stored({ phone })).messages).toHaveLength(2);
  });

  test.each([
    ["image", "[image] this one?", { image: { id: "1", mime_type: "image/jpeg", caption: "this one?" } }],
    ["audio", "[voice message]", { audio: { id: "1", mime_type: "audio/ogg", voice: true } }],
    ["location", "[location] (1, 2)", { location: { latitude: 1, longitude: 2 } }],
    ["interactive", "[interactive] error 131000", { errors: [{ code: 131000 }] }],
    ["unsupported", "[unsupported] error 131051", { errors: [{ code: 131051 }] }],
    ["hologram", "[hologram]", { hologram: {} }],
  ])("a message of type %s is stored as %s and whole, and asks for a reply", async (type, body, content) => {
    const phone = newPhone();
    expect(await handlingOf({ from: phone, type, text: undefined, ...content })).toBe("bot");
    expect((await stored({ phone })).messages).toMatchObject([{ type, body, raw: { type, ...content } }]);
  });
});

describe("what cannot be taken for a customer's message", () => {
  test.each<[string, string, Record<string, unknown>, Partial<DataOf<"message.received">>]>([
    ["unknown-number", "to a number of no outlet", {}, { phoneNumberId: "999" }],
    ["no-sender", "from nobody", { from: undefined }, {}],
    ["no-sender", "from what is no phone", { from: "0123456789" }, {}],
    ["no-sender", "without id", { id: undefined }, {}],
    ["no-sender", "by the business to nobody", { from: "6222555010" }, { source: "echo" }],
    ["no-sender", "of long ago, of nobody's thread", {}, { source: "history" }],
  ])("is refused for good as %s: %s", async (code, _what, overrides, change) => {
    const before = await database.adminDb.selectFrom("messages").select("id").execute();
    await expect(say(overrides, change)).rejects.toMatchObject({ name: "Permanent", code });
    expect(await database.adminDb.selectFrom("messages").select("id").execute()).toEqual(before);
    expect(services.bus.events).toEqual([]);
  });

  test("is refused without a word of it in the reason", async () => {
    const error: unknown = await say({ from: "0123456789", text: { body: "secret" } }).catch(
      (thrown: unknown) => thrown,
    );
    expect(String(error)).not.toMatch(/secret|0123456789/);
  });
});

describe("odd content", () => {
  test("that no Postgres text can hold is stored with a mark in its place", async () => {
    const phone = newPhone();
    const [odd, kept] = ["a\0b\uD83Dc\uDC4B", "a\uFFFDb\uFFFDc\uFFFD"];
    const contact = { wa_id: phone, profile: { name: odd, username: odd } };
    await say({ from: phone, text: { body: odd }, context: { id: odd }, [odd]: odd }, { contact });
    const { contacts, messages } = await stored({ phone });
    expect(contacts).toMatchObject([{ profile_name: kept, username: kept }]);
    expect(messages).toMatchObject([
      { body: kept, context_wamid: kept, raw: { text: { body: kept }, [kept]: kept } },
    ]);
    await say({ from: phone, type: odd }, { contact });
    expect((await stored({ phone })).messages[1]).toMatchObject({ type: kept });
  });

  const receivedAt = "2026-11-20T10:00:00.000Z";
  test.each([
    ["is missing", undefined, receivedAt],
    ["is no time", "yesterday", receivedAt],
    ["is nothing", "0", receivedAt],
    ["is out of every range", "99999999999999999", receivedAt],
    ["lies in the future", String(Date.parse(receivedAt) / 1000 + 3_600), receivedAt],
    ["is a number instead of text", Date.parse(receivedAt) / 1000 - 60, "2026-11-20T09:59:00.000Z"],
    ["is good", String(Date.parse(receivedAt) / 1000 - 60), "2026-11-20T09:59:00.000Z"],
  ])("is sorted by its time, or by ours where Meta's %s", async (_what, timestamp, sentAt) => {
    const phone = newPhone();
    await say({ from: phone, timestamp }, { receivedAt });
    const { conversations, messages } = await stored({ phone });
    expect(messages).toMatchObject([{ sent_at: new Date(sentAt), received_at: new Date(receivedAt) }]);
    expect(conversations).toMatchObject([{ last_customer_message_at: new Date(sentAt) }]);
  });

  test("that comes late does not move the conversation's clock back", async () => {
    const phone = newPhone();
    const at = Math.floor(Date.now() / 1000);
    await say({ from: phone, timestamp: String(at) });
    await say({ from: phone, timestamp: String(at - 300) });
    expect((await stored({ phone })).conversations).toMatchObject([
      { last_customer_message_at: new Date(at * 1000), last_message_at: new Date(at * 1000) },
    ]);
  });
});

describe("state and events", () => {
  test("stay together when Pub/Sub is away: the message is stored, its events wait in the outbox", async () => {
    const phone = newPhone();
    services.bus.fail(true);
    expect((await say({ from: phone })).outcome.outcome).toBe("stored");
    const [message] = (await stored({ phone })).messages;
    const waiting = await database.adminDb.selectFrom("outbox").selectAll().execute();
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
    await database.adminDb.deleteFrom("outbox").execute();
  });

  test("are both nothing when the work fails half-way, and the next delivery does all of it", async () => {
    const phone = newPhone();
    const event = received(buildTextMessage("hi", { from: phone }));
    // The outbox is the last thing written: by then the contact, the conversation and the message are there.
    const refusal = sql<boolean>`topic <> 'usage.recorded'`;
    await database.adminDb.schema
      .alterTable("outbox")
      .addCheckConstraint("outbox_refusal", refusal)
      .execute();
    await expect(handle(event, services)).rejects.toMatchObject({ code: "23514" });
    expect(await stored({ phone })).toEqual({ contacts: [], conversations: [], messages: [] });
    expect(services.bus.events).toEqual([]);
    await database.adminDb.schema.alterTable("outbox").dropConstraint("outbox_refusal").execute();
    expect((await handle(event, services)).outcome).toBe("stored");
    expect((await stored({ phone })).messages).toHaveLength(1);
  });
});
