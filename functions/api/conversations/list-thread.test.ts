import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Chat, createChat } from "../../../shared/testing/chat.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
let api: TestApi;
let chat: Chat;
/** Fifty messages of the customer's; WhatsApp's times are whole seconds, so that many are of the same. */
let ids: string[];

beforeAll(async () => {
  api = await createTestApi();
  chat = await createChat(api.database.db, acme);
  ids = [];
  for (let index = 0; index < 50; index++) {
    const sentAt = new Date(Date.UTC(2026, 5, 1, 9, 0, Math.floor(index / 4)));
    ids.push((await chat.customerWrites(`line ${index}`, { sentAt })).id);
  }
});
afterAll(async () => api.close());

async function thread(query = "", of = chat) {
  const { status, body } = await api.as(
    "agent",
    "GET",
    `/conversations/${of.conversationId}/messages${query}`,
  );
  expect(status).toBe(200);
  return {
    ids: body.data.map(({ id }) => id),
    hasOlder: body["hasOlder"],
    hasNewer: body["hasNewer"],
    messages: body.data,
  };
}

describe("a thread", () => {
  test("begins with its last messages, oldest first", async () => {
    expect(await thread("?limit=10")).toMatchObject({ ids: ids.slice(-10), hasOlder: true, hasNewer: false });
    expect(await thread("?limit=100")).toMatchObject({ ids, hasOlder: false, hasNewer: false });
  });

  test("read backwards in pages misses and doubles nothing", async () => {
    const read: string[] = [];
    let page = await thread("?limit=7");
    read.unshift(...page.ids);
    while (page.hasOlder === true) {
      page = await thread(`?limit=7&before=${read[0]}`);
      expect(page.hasNewer).toBe(true);
      read.unshift(...page.ids);
    }
    expect(read).toEqual(ids);
  });

  test("read forwards from any message misses and doubles nothing", async () => {
    const read = ids.slice(0, 3);
    let page = await thread(`?limit=9&after=${read.at(-1)}`);
    read.push(...page.ids);
    while (page.hasNewer === true) {
      page = await thread(`?limit=9&after=${read.at(-1)}`);
      read.push(...page.ids);
    }
    expect(read).toEqual(ids);
  });

  test("shows what stands around a message", async () => {
    expect(await thread(`?limit=6&around=${ids[20]}`)).toMatchObject({
      ids: ids.slice(17, 24),
      hasOlder: true,
      hasNewer: true,
    });
    expect(await thread(`?limit=6&around=${ids[0]}`)).toMatchObject({ hasOlder: false, hasNewer: true });
  });

  test("goes on over all the conversations of the contact with the outlet", async () => {
    const own = await createChat(api.database.db, acme);
    const first = await own.customerWrites("before");
    await api.as("agent", "POST", `/conversations/${own.conversationId}/close`, { outcome: "spam" });
    const { id: later } = await api.database.adminDb
      .insertInto("conversations")
      .values({ tenant_id: acme.id, outlet_id: own.outletId, contact_id: own.contactId })
      .returning("id")
      .executeTakeFirstOrThrow();
    const shown = await thread("", { ...own, conversationId: later });
    expect(shown.messages).toMatchObject([{ id: first.id, conversationId: own.conversationId }]);
  });

  test("shows who wrote, what it quotes, and what became of it", async () => {
    const own = await createChat(api.database.db, acme);
    const asked = await own.customerWrites("Do you deliver?");
    const sent = await api.as("agent", "POST", "/messages", {
      outletId: acme.outlet.id,
      to: { contactId: own.contactId },
      message: { type: "text", text: "Yes, tomorrow." },
      replyTo: asked.wamid,
    });
    expect(sent.status).toBe(202);
    expect((await thread("", own)).messages).toMatchObject([
      { id: asked.id, direction: "inbound", senderType: "customer", sender: null, quoted: null },
      {
        id: sent.body.id,
        direction: "outbound",
        senderType: "agent",
        sender: { name: "Agus Agent" },
        text: "Yes, tomorrow.",
        status: "queued",
        error: null,
        quoted: { id: asked.id, text: "Do you deliver?", senderType: "customer" },
      },
    ]);
  });

  test("shows nothing of what was taken back", async () => {
    const own = await createChat(api.database.db, acme);
    const { id } = await own.customerWrites("my card is 4111");
    await api.database.adminDb
      .updateTable("messages")
      .set({ revoked_at: new Date() })
      .where("id", "=", id)
      .execute();
    const { messages } = await thread("", own);
    expect(messages).toMatchObject([{ id, text: "", content: null, revokedAt: expect.any(String) }]);
  });

  test("is not found from another's message, in another tenant, nor without a single place to begin", async () => {
    const strange = await (await createChat(api.database.db, acme)).customerWrites("else");
    const path = `/conversations/${chat.conversationId}/messages`;
    expect((await api.as("agent", "GET", `${path}?after=${strange.id}`)).status).toBe(404);
    expect((await api.as("other", "GET", path)).status).toBe(404);
    expect((await api.as("agent", "GET", `${path}?after=${ids[1]}&before=${ids[9]}`)).status).toBe(400);
    const theirs = await createChat(api.database.db, globex);
    const theirPath = `/conversations/${theirs.conversationId}/messages`;
    expect((await api.as("agent", "GET", theirPath)).status).toBe(404);
  });
});

describe("sending to what one has seen", () => {
  test("is refused with what was written since, and done when nothing was", async () => {
    const own = await createChat(api.database.db, acme);
    const seen = await own.customerWrites("Two pieces, please");
    const newer = await own.customerWrites("No, three");
    const send = async (ifLastMessageId: string) =>
      api.as("agent", "POST", "/messages", {
        outletId: acme.outlet.id,
        to: { contactId: own.contactId },
        message: { type: "text", text: "Two pieces it is." },
        ifLastMessageId,
      });
    expect(await send(seen.id)).toMatchObject({
      status: 409,
      body: { code: "conversation-moved", newerMessages: [{ id: newer.id, text: "No, three" }] },
    });
    expect((await thread("", own)).ids).toEqual([seen.id, newer.id]);
    expect((await send(newer.id)).status).toBe(202);
  });
});
