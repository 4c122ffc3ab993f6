import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listConsents } from "../../shared/contacts/queries/consents.ts";
import { lockContact } from "../../shared/contacts/queries/contacts.ts";
import { lockOpenConversation } from "../../shared/conversations/queries/conversations.ts";
import { recordTemplate } from "../../shared/templates/queries/message-templates.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { buildEvent, buildTextMessage } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";
import { inboundFunction } from "./services.ts";

const [acme, globex] = seedData;
let database: TestDatabase;
let services: TestServices<typeof inboundFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices(inboundFunction, database);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

const start = Math.floor(Date.now() / 1000) - 40_000;
let minute = 0;

/** The customer writes, a minute after the last time; resolves to since when the contact wants no marketing. */
async function say(
  from: string,
  text: string,
  { outlet } = acme,
  at: number = (minute += 1),
  overrides: object = {},
): Promise<Date | null> {
  const timestamp = String(start + at * 60);
  const event = buildEvent("message.received", {
    phoneNumberId: outlet.phoneNumberId,
    wabaId: outlet.businessAccountId,
    receivedAt: new Date().toISOString(),
    source: "message",
    message: buildTextMessage(text, { from, timestamp, ...overrides }),
  });
  services.bus.events.splice(0);
  expect(await handle(event, services)).toMatchObject({ outcome: "stored" });
  expect(await handle(event, services)).toEqual({ outcome: "duplicate" });
  const { opted_out_at: optedOutAt } = await database.adminDb
    .selectFrom("contacts")
    .select("opted_out_at")
    .where("phone", "=", from)
    .where("tenant_id", "=", outlet === acme.outlet ? acme.id : globex.id)
    .executeTakeFirstOrThrow();
  return optedOutAt;
}

/** What the last message made us queue, and whether the bot was asked. */
async function heard() {
  const ids = services.bus.of("message.queued").map(({ data }) => data.messageId);
  const queued = await database.adminDb
    .selectFrom("messages")
    .select(["body", "sender_type", "epoch"])
    .where("id", "in", [...ids, acme.id])
    .execute();
  return { queued, asked: services.bus.of("reply.requested").length };
}
const system = { sender_type: "system", epoch: null };

async function setTenant(messaging: object, tenantId = acme.id): Promise<void> {
  await database.adminDb
    .updateTable("tenants")
    .set({ messaging: JSON.stringify(messaging) })
    .where("id", "=", tenantId)
    .execute();
}

describe("a message that is only a word of consent", () => {
  test("gets one short confirmation, in the language of the word, and no answer of the bot's", async () => {
    const phone = "6281100000003";
    await say(phone, "Berhenti!");
    expect(await heard()).toEqual({
      queued: [{ ...system, body: expect.stringMatching(/^Anda .* MULAI/) }],
      asked: 0,
    });
    await say(phone, "MULAI");
    expect(await heard()).toEqual({
      queued: [{ ...system, body: expect.stringMatching(/lagi\.$/) }],
      asked: 0,
    });
    expect(services.bus.of("usage.recorded")).toHaveLength(1);
  });

  test("gets the tenant's own words where there are some", async () => {
    await setTenant({ optOutText: "Ok, no more." });
    await say("6281100000004", "STOP");
    expect((await heard()).queued).toEqual([{ ...system, body: "Ok, no more." }]);
    await setTenant({});
  });

  test("is confirmed also while humans have the conversation, and leaves it to them", async () => {
    const phone = "6281100000005";
    await say(phone, "hello");
    await database.adminDb.updateTable("conversations").set({ handled_by: "human" }).execute();
    await say(phone, "STOP");
    expect(await heard()).toMatchObject({ queued: [system], asked: 0 });
    await database.adminDb.updateTable("conversations").set({ handled_by: "bot" }).execute();
  });

  test("that comes late, after the customer said otherwise, is neither confirmed nor answered", async () => {
    const phone = "6281100000006";
    minute += 10;
    await say(phone, "STOP", acme, minute - 5);
    await say(phone, "START", acme, minute);
    expect(await say(phone, "STOP", acme, minute - 2)).toBeNull();
    expect(await heard()).toEqual({ queued: [], asked: 0 });
  });

  test("START of who never stopped is a message like any other, as is a sentence with the word in it", async () => {
    for (const text of ["start", "Please stop by at nine", "How do I start?"]) {
      await say("6281100000007", text);
      expect(await heard()).toEqual({ queued: [], asked: 1 });
    }
  });
});

test("STOP opts out of marketing with its time and word, START opts in again; other words change nothing", async () => {
  const phone = "6281100000001";
  expect(await say(phone, "Where is the bus stop?")).toBeNull();
  expect(await say(phone, "Stop!")).not.toBeNull();
  expect(await say(phone, "hello")).not.toBeNull();
  expect(await say(phone, "START")).toBeNull();
  const kept = await database.adminDb
    .selectFrom("consents")
    .innerJoin("contacts", "contacts.id", "consents.contact_id")
    .select(["action", "source", "detail"])
    .where("phone", "=", phone)
    .orderBy("occurred_at")
    .execute();
  expect(kept).toEqual([
    { action: "opt_out", source: "keyword", detail: "Stop!" },
    { action: "resume", source: "keyword", detail: "START" },
  ]);
});

test("of one tenant only; and a tenant's own words take the place of the usual ones", async () => {
  const phone = "6281100000002";
  await setTenant({ stopWords: ["genug"] }, globex.id);
  expect(await say(phone, "STOP")).not.toBeNull();
  expect(await say(phone, "STOP", globex)).toBeNull();
  expect(await say(phone, "Genug.", globex)).not.toBeNull();
});

describe("a tapped button", () => {
  const phone = "6281100000008";

  /** A template of that category was sent to the customer; resolves to Meta's id of it. */
  async function sendTemplate(category: string): Promise<string> {
    const wamid = `wamid.${randomUUID()}`;
    const name = category.toLowerCase();
    await inTenant(database.db, acme.id, async (trx) => {
      const { businessAccountId } = acme.outlet;
      const template = { name, language: "es", category, status: "APPROVED", components: [] };
      await recordTemplate(trx, businessAccountId, template, new Date());
      const contact = await lockContact(trx, { phone });
      const { id } = await lockOpenConversation(trx, { outletId: acme.outlet.id, contactId: contact.id });
      await trx
        .insertInto("messages")
        .values({
          outlet_id: acme.outlet.id,
          conversation_id: id,
          contact_id: contact.id,
          direction: "outbound",
          sender_type: "system",
          status: "delivered",
          wamid,
          type: "template",
          content: JSON.stringify({ type: "template", name, language: "es" }),
        })
        .execute();
    });
    return wamid;
  }

  const quickReply = (title: string, payload = title) => ({
    type: "button",
    text: undefined,
    button: { payload, text: title },
  });
  const replyButton = (title: string, id: string) => ({
    type: "interactive",
    text: undefined,
    interactive: { type: "button_reply", button_reply: { id, title } },
  });

  async function tap(button: object, category?: string): Promise<{ isOut: boolean; asked: number }> {
    const context = category === undefined ? {} : { context: { id: await sendTemplate(category) } };
    const isOut = (await say(phone, "", acme, (minute += 1), { ...button, ...context })) !== null;
    const { asked } = await heard();
    await say(phone, "START");
    return { isOut, asked };
  }

  test("that cancels an appointment is a cancellation, which is answered", async () => {
    expect(await tap(quickReply("Cancelar"), "UTILITY")).toEqual({ isOut: false, asked: 1 });
    expect(await tap(quickReply("Stop"), "UTILITY")).toEqual({ isOut: false, asked: 1 });
    expect(await tap(quickReply("Cancelar"), "MARKETING")).toEqual({ isOut: false, asked: 1 });
    expect(await tap(quickReply("Stop"))).toEqual({ isOut: false, asked: 1 });
    expect(await tap(replyButton("Stop", "1"))).toEqual({ isOut: false, asked: 1 });
  });

  test("of a message of marketing opts out by what stands on it, and any by our payload", async () => {
    expect(await tap(quickReply("Stop promotions"), "MARKETING")).toEqual({ isOut: true, asked: 0 });
    expect(await tap(replyButton("Darme de baja", "1"), "MARKETING")).toEqual({ isOut: true, asked: 0 });
    expect(await tap(quickReply("No, thanks", "consent:opt_out"), "UTILITY")).toEqual({
      isOut: true,
      asked: 0,
    });
    expect(await tap(replyButton("No, thanks", "consent:opt_out"))).toEqual({ isOut: true, asked: 0 });
  });
});

test("START of who never stopped is shown as no opt-in; of who had stopped it is", async () => {
  const shown = async (phone: string) =>
    inTenant(database.db, acme.id, async (trx) => {
      const { id } = await lockContact(trx, { phone });
      const rows = await listConsents(trx, id, { order: "desc", limit: 10 });
      return rows.map(({ action }) => action).toSorted();
    });
  await say("6281100000009", "Alta");
  expect(await shown("6281100000009")).toEqual([]);
  // The stop comes late, and was before the start.
  minute += 5;
  await say("6281100000010", "START", acme, minute);
  expect(await say("6281100000010", "STOP", acme, minute - 2)).toBeNull();
  expect(await shown("6281100000010")).toEqual(["opt_out", "resume"]);
});

test("a word of all languages is confirmed in the one that the customer was spoken to", async () => {
  const from = `62811${String(Date.now()).slice(-8)}`;
  await say(from, "No quiero más mensajes");
  expect((await heard()).queued).toMatchObject([{ body: expect.stringContaining("ALTA") }]);
  await say(from, "START");
  expect((await heard()).queued).toMatchObject([{ body: expect.stringMatching(/ofertas/) }]);
  await say(from, "BERHENTI");
  await say(from, "START");
  expect((await heard()).queued).toMatchObject([{ body: expect.stringMatching(/promo/) }]);
});
