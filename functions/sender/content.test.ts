import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { seed } from "../../emulators/stack/seed.ts";
import type { TestServer } from "../../emulators/servers/whatsapp/testing/test-server.ts";
import { recordConsent } from "../../shared/contacts/queries/consents.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { recordSend } from "../../shared/sending/queries/sends.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import type { OutboundMessage } from "../../shared/whatsapp/building/outbound-message.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { instead } from "../../shared/testing/instead.ts";
import { createTestServices, testSecretsKey, type TestServices } from "../../shared/testing/services.ts";
import { startSeededWhatsApp } from "../../emulators/testing/whatsapp.ts";
import { handle } from "./handle.ts";
import { senderFunction } from "./services.ts";

const [acme, globex] = seedData;
const dayMs = 86_400_000;
let database: TestDatabase;
let whatsapp: TestServer;
let services: TestServices<typeof senderFunction>;

beforeAll(async () => {
  [database, whatsapp] = await Promise.all([createTestDatabase(), startSeededWhatsApp()]);
  await seed(database.ownerUrl, testSecretsKey);
  services = createTestServices(senderFunction, database, { WHATSAPP_GRAPH_URL: whatsapp.url });
});
afterEach(async () => {
  await database.adminDb.deleteFrom("message_templates").execute();
  await database.adminDb.updateTable("tenants").set({ messaging: "{}" }).execute();
});
afterAll(async () => {
  await Promise.all([services.close(), whatsapp.close()]);
  await database.drop();
});

async function store(chat: Chat, content: OutboundMessage, contextWamid?: string): Promise<string> {
  return inTenant(database.db, acme.id, async (trx) =>
    recordSend(trx, {
      ...chat,
      senderType: "agent",
      type: content.type,
      content,
      body: "",
      contextWamid,
      isTurn: content.type === "text",
      epoch: null,
      sentAt: new Date(),
    }),
  );
}

async function deliver({ conversationId }: Chat, messageId: string, given = services) {
  const event = buildEvent("message.queued", { conversationId, messageId }, acme.id);
  return handle(event, given, { attempt: 1, maxAttempts: 20 });
}

async function newChat(wroteAt = new Date()): Promise<Chat> {
  const chat = await createChat(database.db, acme);
  await chat.customerWrites("hello", { sentAt: wroteAt });
  return chat;
}

async function bodiesTo({ phone }: Chat): Promise<Record<string, unknown>[]> {
  return (await whatsapp.sends())
    .filter(({ to }) => to === phone)
    .map(({ body }) => body as Record<string, unknown>);
}

const template: OutboundMessage = {
  type: "template",
  name: "offer",
  language: "en",
  body: [{ type: "text", text: "Sari" }],
};
async function storeTemplate(change: { status?: string; category?: string } = {}): Promise<void> {
  await database.adminDb
    .insertInto("message_templates")
    .values({
      tenant_id: acme.id,
      waba_business_account_id: acme.outlet.businessAccountId,
      name: "offer",
      language: "en",
      category: "MARKETING",
      status: "APPROVED",
      ...change,
    })
    .execute();
}

const messages: OutboundMessage[] = [
  { type: "text", text: "Hello", previewUrl: true },
  { type: "image", media: { link: "https://acme.example/a.jpg" }, caption: "New" },
  { type: "document", media: { link: "https://acme.example/a.pdf" }, filename: "a.pdf" },
  { type: "location", latitude: -6.9, longitude: 107.6, name: "Shop" },
  { type: "contacts", contacts: [{ name: { formattedName: "Sari", firstName: "Sari" } }] },
  { type: "buttons", body: "Which?", footer: "Acme", buttons: [{ id: "1", title: "One" }] },
  {
    type: "list",
    body: "Which?",
    button: "Open",
    sections: [{ rows: [{ id: "1", title: "One", description: "The first" }] }],
  },
  { type: "cta_url", body: "See", displayText: "Open", url: "https://acme.example" },
  { type: "location_request", body: "Where are you?" },
  template,
];

test.each(messages.map((message) => [message.type, message] as const))(
  "%s is taken by WhatsApp, with the message that it quotes",
  async (_type, message) => {
    const chat = await newChat();
    const wamid = await whatsapp.write(chat.phone, "hello", { to: acme.outlet.phoneNumberId });
    expect(await deliver(chat, await store(chat, message, wamid))).toEqual({ outcome: "accepted" });
    expect(await bodiesTo(chat)).toMatchObject([{ context: { message_id: wamid } }]);
  },
);

test("a reaction goes without a quote", async () => {
  const chat = await newChat();
  const wamid = await whatsapp.write(chat.phone, "hello", { to: acme.outlet.phoneNumberId });
  const reaction: OutboundMessage = { type: "reaction", messageWamid: wamid, emoji: "👍" };
  expect(await deliver(chat, await store(chat, reaction, wamid))).toEqual({ outcome: "accepted" });
});

test("a file of the tenant's part of the bucket is uploaded and sent by its id; a bad one is not", async () => {
  const objectName = `tenants/${acme.id}/outbound/a.png`;
  const image: OutboundMessage = { type: "image", media: { objectName } };
  const files: Record<string, { bytes: Uint8Array; contentType: string }> = {
    [objectName]: { bytes: Buffer.from("picture"), contentType: "image/png" },
  };
  const given = instead(services, {
    mediaObjects: { ...services.mediaObjects, readFile: async (name) => files[name] },
  });
  const chat = await newChat();
  expect(await deliver(chat, await store(chat, image), given)).toEqual({ outcome: "accepted" });
  expect(await bodiesTo(chat)).toMatchObject([{ image: { id: expect.stringMatching(/^\d+$/) } }]);

  const sheet: OutboundMessage = { type: "video", media: { objectName } };
  const other = await newChat();
  expect(await deliver(other, await store(other, sheet), given)).toEqual({
    outcome: "failed",
    errorCode: 131053,
  });
  const foreign: OutboundMessage = { type: "image", media: { objectName: `tenants/${globex.id}/a.png` } };
  const third = await newChat();
  expect(await deliver(third, await store(third, foreign), given)).toEqual({
    outcome: "failed",
    reason: "invalid-content",
  });
});

test("a template needs no window; a paused one fails with the reason", async () => {
  const chat = await newChat(new Date(Date.now() - 2 * dayMs));
  await storeTemplate();
  expect(await deliver(chat, await store(chat, template))).toEqual({ outcome: "accepted" });
  await database.adminDb.updateTable("message_templates").set({ status: "PAUSED" }).execute();
  const paused = { outcome: "failed", reason: "template-paused" };
  expect(await deliver(chat, await store(chat, template))).toEqual(paused);
});

test("who opted out gets no marketing, and everything else", async () => {
  const chat = await newChat();
  const { contactId } = chat;
  await inTenant(database.db, acme.id, async (trx) =>
    recordConsent(trx, { contactId, action: "opt_out", source: "keyword", occurredAt: new Date() }),
  );
  await storeTemplate();
  expect(await deliver(chat, await store(chat, template))).toEqual({
    outcome: "canceled",
    reason: "opted-out",
  });
  await database.adminDb.updateTable("message_templates").set({ category: "UTILITY" }).execute();
  expect(await deliver(chat, await store(chat, template))).toEqual({ outcome: "accepted" });
  expect(await deliver(chat, await store(chat, { type: "text", text: "Hello" }))).toEqual({
    outcome: "accepted",
  });
});

test("131050 opts the customer out", async () => {
  const chat = await newChat();
  await whatsapp.faults({ send: { errors: [{ code: 131050, times: 1, to: chat.phone }] } });
  expect(await deliver(chat, await store(chat, template))).toEqual({ outcome: "failed", errorCode: 131050 });
  await whatsapp.faults({});
  const { contactId } = chat;
  const consents = database.adminDb.selectFrom("consents").select(["action", "source"]);
  expect(await consents.where("contact_id", "=", contactId).execute()).toEqual([
    { action: "opt_out", source: "error" },
  ]);
});

test("an answer that missed the window becomes the tenant's template, once, and the bot stays", async () => {
  await database.adminDb
    .updateTable("tenants")
    .set({ messaging: JSON.stringify({ windowTemplate: { name: "come_back", language: "en" } }) })
    .where("id", "=", acme.id)
    .execute();
  const chat = await newChat(new Date(Date.now() - 2 * dayMs));
  const answer = await chat.queueReply("At nine.");
  const missed = { outcome: "canceled", reason: "window-closed" };
  expect(await deliver(chat, answer)).toEqual(missed);
  const second = await store(chat, { type: "text", text: "And on Sundays?" });
  const templates = services.bus
    .of("message.queued")
    .filter(({ data }) => data.conversationId === chat.conversationId);
  expect(templates).toHaveLength(1);
  expect(await deliver(chat, second)).toEqual(missed);
  // What a human wrote is kept, what the bot did is not.
  const kept = database.adminDb.selectFrom("kept_drafts").select("conversation_id");
  expect(await kept.execute()).toEqual([{ conversation_id: chat.conversationId }]);
  const [queued] = templates;
  expect(await deliver(chat, queued?.data.messageId ?? "")).toMatchObject({ outcome: "duplicate" });
  expect(await bodiesTo(chat)).toMatchObject([{ type: "template", template: { name: "come_back" } }]);
  expect(await chat.conversation()).toMatchObject({ handled_by: "bot" });
});
