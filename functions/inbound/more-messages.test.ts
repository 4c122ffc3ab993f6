import { randomInt, randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { DataOf } from "../../shared/contracts/topics.ts";
import { lockContact } from "../../shared/db/contacts.ts";
import { recordStatusChange } from "../../shared/db/messages.ts";
import { seedData } from "../../shared/db/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";

const [acme] = seedData;
let database: TestDatabase;
let services: TestServices<"inbound">;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices("inbound", database);
});
afterEach(() => void services.bus.events.splice(0));
afterAll(async () => {
  await services.close();
  await database.drop();
});

const newPhone = () => `62811${randomInt(1e7, 1e8)}`;
const newUserId = () => `ID.${randomUUID().replaceAll("-", "")}`;
const start = 1_795_000_000;

/** An item arrives, `at` seconds after the start; resolves to what came of it. */
async function arrive(
  message: Record<string, unknown>,
  { at = 0, ...more }: Partial<DataOf<"message.received">> & { at?: number } = {},
) {
  const event = buildEvent("message.received", {
    phoneNumberId: acme.outlet.phoneNumberId,
    wabaId: acme.outlet.businessAccountId,
    receivedAt: new Date((start + 100_000) * 1000).toISOString(),
    source: "message",
    message: {
      id: `wamid.${randomUUID()}`,
      timestamp: String(start + at),
      type: "text",
      text: { body: "hi" },
      ...message,
    },
    ...more,
  });
  return handle(event, services);
}

async function contactsOf(values: { phone?: string; business_scoped_user_id?: string; group_id?: string }) {
  return database.adminDb
    .selectFrom("contacts")
    .selectAll()
    .where((where) => where.and(values))
    .execute();
}

async function messagesOf(contactId: string | undefined) {
  return database.adminDb
    .selectFrom("messages")
    .innerJoin("conversations", "conversations.id", "messages.conversation_id")
    .selectAll("messages")
    .select(["conversations.status as place", "conversations.handled_by", "conversations.imported"])
    .where("messages.contact_id", "=", contactId ?? "")
    .orderBy("messages.id")
    .execute();
}

describe("what the business writes in its phone app", () => {
  test("is a human's message, takes the conversation from the bot, and is neither answered nor counted", async () => {
    const phone = newPhone();
    await arrive({ from: phone });
    services.bus.events.splice(0);
    const echo = { from: "622225550", to: phone, text: { body: "We are open" } };
    expect(await arrive(echo, { source: "echo", at: 5 })).toMatchObject({
      outcome: "stored",
      handling: "human",
    });
    const [contact] = await contactsOf({ phone });
    const messages = await messagesOf(contact?.id);
    expect(messages[1]).toMatchObject({
      direction: "outbound",
      sender_type: "agent",
      sender_user_id: null,
      status: "sent",
      body: "We are open",
      handled_by: "human",
    });
    expect(new Set(services.bus.events.map(({ topic }) => topic))).toEqual(new Set(["conversation.changed"]));
    services.bus.events.splice(0);
    expect(await arrive({ from: phone }, { at: 9 })).toMatchObject({ handling: "human" });
    expect(services.bus.of("reply.requested")).toEqual([]);
  });

  test("makes a draft of the bot stale", async () => {
    const chat = await createChat(database.db, acme);
    await chat.customerWrites("open?");
    const draft = await chat.message(await chat.queueReply("Yes"));
    await arrive({ from: "622225550", to: chat.phone }, { source: "echo" });
    expect((await chat.conversation()).epoch).toBeGreaterThan(draft.epoch ?? 0);
  });

  test("delivered twice is stored once", async () => {
    const phone = newPhone();
    const echo = { id: `wamid.${randomUUID()}`, from: "622225550", to: phone };
    await arrive(echo, { source: "echo" });
    expect(await arrive(echo, { source: "echo" })).toEqual({ outcome: "duplicate" });
  });

  test("shows the statuses that came before it", async () => {
    const [phone, wamid] = [newPhone(), `wamid.${randomUUID()}`];
    await inTenant(database.db, acme.id, async (trx) => {
      const raw = JSON.stringify({ id: wamid, status: "read", timestamp: String(start + 9) });
      await trx
        .insertInto("message_statuses")
        .values({ outlet_id: acme.outlet.id, wamid, status: "read", occurred_at: new Date(), raw })
        .execute();
    });
    await arrive({ id: wamid, from: "622225550", to: phone }, { source: "echo" });
    expect(await messagesOf((await contactsOf({ phone }))[0]?.id)).toMatchObject([{ status: "read" }]);
  });
});

describe("the history of the phone app", () => {
  test("lies in a closed conversation of its own, of both sides, unanswered and uncounted", async () => {
    const phone = newPhone();
    const contact = { wa_id: phone };
    await arrive({ from: phone }, { source: "history", contact, at: -100 });
    const ours = { from: "622225550", to: phone, history_context: { status: "READ" } };
    await arrive(ours, { source: "history", contact, at: -90 });
    expect(services.bus.events).toEqual([]);
    await arrive({ from: phone });
    const messages = await messagesOf((await contactsOf({ phone }))[0]?.id);
    expect(messages).toMatchObject([
      { direction: "inbound", place: "closed", imported: true },
      { direction: "outbound", sender_type: "agent", status: "read", imported: true },
      { direction: "inbound", place: "open", imported: false },
    ]);
    expect(new Set(messages.map((message) => message.conversation_id)).size).toBe(2);
  });

  test("gives a file its place first, and the file when that comes", async () => {
    const [phone, id] = [newPhone(), `wamid.${randomUUID()}`];
    const more = { source: "history", contact: { wa_id: phone } } as const;
    await arrive({ id, from: phone, type: "media_placeholder" }, more);
    const image = { id, from: phone, type: "image", image: { id: "M1", mime_type: "image/jpeg" } };
    expect((await arrive(image, more)).outcome).toBe("imported");
    expect((await arrive({ id, from: phone, type: "media_placeholder" }, more)).outcome).toBe("duplicate");
    expect(await messagesOf((await contactsOf({ phone }))[0]?.id)).toMatchObject([{ type: "image" }]);
    expect(services.bus.of("media.received")).toMatchObject([{ data: { mediaId: "M1" } }]);
  });

  test("does not keep a message from being answered that comes as news too", async () => {
    const [phone, id] = [newPhone(), `wamid.${randomUUID()}`];
    await arrive({ id, from: phone }, { source: "history", contact: { wa_id: phone } });
    expect(await arrive({ id, from: phone })).toMatchObject({ outcome: "stored", handling: "bot" });
    expect(await arrive({ id, from: phone })).toEqual({ outcome: "duplicate" });
    expect(await messagesOf((await contactsOf({ phone }))[0]?.id)).toMatchObject([
      { place: "open", epoch: 1 },
    ]);
  });
});

describe("a change of a message", () => {
  const edit = (target: string, body: string) => ({
    type: "edit",
    text: undefined,
    edit: { original_message_id: target, message: { type: "text", text: { body } } },
  });
  const reaction = (target: string, emoji?: string) => ({
    type: "reaction",
    text: undefined,
    reaction: { message_id: target, ...(emoji === undefined ? {} : { emoji }) },
  });

  test("waits for its message, and shows as soon as that is stored", async () => {
    const [phone, id] = [newPhone(), `wamid.${randomUUID()}`];
    expect(await arrive({ from: phone, ...edit(id, "new") }, { at: 5 })).toMatchObject({ outcome: "parked" });
    expect(await arrive({ from: phone, ...reaction(id, "👍") }, { at: 6 })).toMatchObject({
      outcome: "parked",
    });
    await arrive({ id, from: phone, text: { body: "old" } });
    expect(await messagesOf((await contactsOf({ phone }))[0]?.id)).toMatchObject([
      {
        body: "new",
        content: { kind: "text", words: "new" },
        edited_at: new Date((start + 5) * 1000),
        reactions: [{ from: "customer", emoji: "👍" }],
        original: { type: "text", body: "old" },
      },
    ]);
  });

  test("waits also for a message of ours whose id is not known yet", async () => {
    const chat = await createChat(database.db, acme);
    await chat.customerWrites("open?");
    const [messageId, wamid] = [await chat.queueReply("Yes"), `wamid.${randomUUID()}`];
    await arrive({ from: chat.phone, ...reaction(wamid, "❤️") });
    await inTenant(database.db, acme.id, async (trx) =>
      recordStatusChange(trx, messageId, { status: "sent", wamid }),
    );
    expect(await chat.message(messageId)).toMatchObject({ reactions: [{ from: "customer", emoji: "❤️" }] });
  });

  test("is not undone by an older one, nor done twice", async () => {
    const [phone, id] = [newPhone(), `wamid.${randomUUID()}`];
    await arrive({ id, from: phone });
    await arrive({ from: phone, ...edit(id, "third") }, { at: 9 });
    await arrive({ from: phone, ...edit(id, "second") }, { at: 5 });
    await arrive({ from: phone, ...reaction(id) }, { at: 9 });
    const late = { id: `wamid.${randomUUID()}`, from: phone, ...reaction(id, "👍") };
    await arrive(late, { at: 5 });
    expect(await arrive(late, { at: 5 })).toMatchObject({ outcome: "duplicate" });
    expect(await messagesOf((await contactsOf({ phone }))[0]?.id)).toMatchObject([
      { body: "third", reactions: [] },
    ]);
  });

  test("hides what was deleted, also from the bot, and keeps what it was", async () => {
    const [phone, id] = [newPhone(), `wamid.${randomUUID()}`];
    await arrive({ id, from: phone, text: { body: "my secret" } });
    await arrive(
      { from: phone, type: "revoke", text: undefined, revoke: { original_message_id: id } },
      { at: 3 },
    );
    expect(await messagesOf((await contactsOf({ phone }))[0]?.id)).toMatchObject([
      {
        body: "[deleted]",
        content: null,
        revoked_at: new Date((start + 3) * 1000),
        original: { body: "my secret" },
      },
    ]);
  });

  test("counts for nothing from somebody who did not write the message", async () => {
    const [phone, id] = [newPhone(), `wamid.${randomUUID()}`];
    await arrive({ id, from: phone, text: { body: "mine" } });
    await arrive({ from: newPhone(), ...edit(id, "forged") }, { at: 3 });
    expect(await messagesOf((await contactsOf({ phone }))[0]?.id)).toMatchObject([
      { body: "mine", edited_at: null },
    ]);
  });
});

describe("a customer who changes", () => {
  const system = (more: object) => ({
    type: "system",
    text: undefined,
    system: { type: "user_changed_number", body: "changed", ...more },
  });

  test("number and user id stays one contact with one history, also for what comes late", async () => {
    const [before, after, oldId, newId] = [newPhone(), newPhone(), newUserId(), newUserId()];
    await arrive({ from: before, from_user_id: oldId });
    await arrive({ from: after, from_user_id: newId }, { at: 20 });
    await arrive(
      { from: before, ...system({ wa_id: after, user_id: newId, previous_user_id: oldId }) },
      { at: 10 },
    );
    await arrive({ from: before }, { at: 5 });
    await arrive({ from: undefined, from_user_id: oldId }, { at: 6 });
    const [contact, ...others] = await contactsOf({ phone: after });
    expect([contact?.business_scoped_user_id, others]).toEqual([newId, []]);
    expect(await messagesOf(contact?.id)).toHaveLength(5);
    expect(await contactsOf({ phone: before })).toEqual([]);
  });

  test("leaves the old number to whoever has it next", async () => {
    const [before, after, oldId] = [newPhone(), newPhone(), newUserId()];
    await arrive({ from: before, from_user_id: oldId });
    await arrive({ from: before, ...system({ wa_id: after }) }, { at: 10 });
    await arrive({ from: before }, { at: 20 });
    const [old] = await contactsOf({ phone: after });
    const [next] = await contactsOf({ phone: before });
    expect(next?.id).not.toBe(old?.id);
    expect(await messagesOf(next?.id)).toHaveLength(1);
  });

  test("keeps answers due when two conversations become one", async () => {
    const [phone, userId] = [newPhone(), newUserId()];
    await arrive({ from: phone });
    await arrive({ from: undefined, from_user_id: userId });
    const due = services.bus.of("reply.requested").map(({ data }) => data.messageId);
    await inTenant(database.db, acme.id, async (trx) =>
      lockContact(trx, { phone, businessScopedUserId: userId }),
    );
    const messages = await messagesOf((await contactsOf({ phone }))[0]?.id);
    const conversation = await database.adminDb
      .selectFrom("conversations")
      .selectAll()
      .where("id", "=", messages[0]?.conversation_id ?? "")
      .executeTakeFirstOrThrow();
    expect(messages.map(({ id }) => id).toSorted()).toEqual(due.toSorted());
    expect(messages.map(({ epoch }) => epoch)).toEqual([conversation.epoch, conversation.epoch]);
  });

  test("between the forms of a Brazilian number is one contact, and a landline another", async () => {
    const digits = String(randomInt(1e6, 1e7));
    await arrive({ from: `55118${digits}` });
    await arrive({ from: `551198${digits}` });
    await arrive({ from: `55113${digits}` });
    const [mobile] = await contactsOf({ phone: `551198${digits}` });
    expect(await messagesOf(mobile?.id)).toHaveLength(2);
    expect(await contactsOf({ phone: `55113${digits}` })).toHaveLength(1);
  });
});

test("a group's message is stored with who wrote it, and answered by nobody", async () => {
  const [phone, groupId] = [newPhone(), randomUUID()];
  expect(await arrive({ from: phone, group_id: groupId })).toMatchObject({
    outcome: "stored",
    handling: "nobody",
  });
  const [group] = await contactsOf({ group_id: groupId });
  const [author] = await contactsOf({ phone });
  expect(await messagesOf(group?.id)).toMatchObject([{ author_contact_id: author?.id, body: "hi" }]);
  expect(await messagesOf(author?.id)).toEqual([]);
  expect(services.bus.of("reply.requested")).toEqual([]);
});

test.each([
  ["an edit that WhatsApp does not convey", "edit", "nobody"],
  ["a poll", "poll_creation", "bot"],
])("%s (%s) is stored, and answered by %s", async (_what, subtype, handling) => {
  const phone = newPhone();
  const unsupported = {
    type: "unsupported",
    text: undefined,
    errors: [{ code: 131051 }],
    unsupported: { type: subtype },
  };
  expect(await arrive({ from: phone, ...unsupported })).toMatchObject({ outcome: "stored", handling });
});

describe("a message with a file", () => {
  test("has it fetched for seven days from when it was written", async () => {
    const phone = newPhone();
    await arrive({
      from: phone,
      type: "image",
      image: { id: "M7", mime_type: "image/jpeg", sha256: "aGFzaA==" },
    });
    const [message] = await messagesOf((await contactsOf({ phone }))[0]?.id);
    const noted = await database.adminDb
      .selectFrom("message_media")
      .selectAll()
      .where("message_id", "=", message?.id ?? "")
      .execute();
    expect(noted).toMatchObject([
      {
        media_id: "M7",
        status: "pending",
        sha256: "aGFzaA==",
        expires_at: new Date((start + 7 * 86_400) * 1000),
      },
    ]);
    expect(services.bus.of("media.received")).toMatchObject([
      { data: { messageId: message?.id, mediaId: "M7" } },
    ]);
  });

  test("that Meta could not fetch is noted as lost, with Meta's reason", async () => {
    const phone = newPhone();
    await arrive({ from: phone, type: "image", errors: [{ code: 131052, title: "Media download error" }] });
    const [message] = await messagesOf((await contactsOf({ phone }))[0]?.id);
    const noted = await database.adminDb
      .selectFrom("message_media")
      .selectAll()
      .where("message_id", "=", message?.id ?? "")
      .execute();
    expect(noted).toMatchObject([{ status: "lost", reason: "Media download error" }]);
    expect(services.bus.of("media.received")).toEqual([]);
  });
});
