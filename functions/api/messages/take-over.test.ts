import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { type Chat, createChat } from "../../../shared/testing/chat.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme] = seedData;
let api: TestApi;
let key: string;

beforeAll(async () => {
  api = await createTestApi();
  const made = await api.as("admin", "POST", "/api-keys", {
    tenantId: acme.id,
    name: "shop",
    scopes: ["messages:send"],
  });
  key = made.body.secret;
});
afterAll(async () => api.close());

const words = { type: "text", text: "Budi here, let me look." };
const template = {
  type: "template",
  name: "order_shipped",
  language: "en",
  body: [{ type: "text", text: "1" }],
};

async function newChat(): Promise<Chat> {
  const chat = await createChat(api.database.db, acme);
  await chat.customerWrites("How long is the warranty of a tent?");
  return chat;
}

const send = async (chat: Chat, given: object = {}, asker: "agent" | "admin" | "key" = "agent") => {
  const to = { contactId: chat.contactId };
  const body = { tenantId: acme.id, outletId: acme.outlet.id, to, message: words, ...given };
  const answer =
    asker === "key"
      ? await api.ask("POST", "/api/v1/messages", { body, token: key })
      : await api.as(asker, "POST", "/messages", body);
  expect(answer.status).toBe(202);
  return answer.body;
};
const turnOf = async (chat: Chat, { id }: { id: string }) => chat.message(id);

describe("a person who writes", () => {
  test("takes the conversation over from the bot in the same transaction, and it is theirs", async () => {
    const chat = await newChat();
    const { epoch } = await chat.conversation();
    const sent = await send(chat);
    const agent = await turnOf(chat, sent);
    expect(agent).toMatchObject({ sender_type: "agent", is_turn: true });
    expect(agent.sender_user_id).not.toBeNull();
    expect(await chat.conversation()).toMatchObject({
      handled_by: "human",
      handoff_reason: "taken",
      assigned_user_id: agent.sender_user_id,
      epoch: epoch + 1,
    });
    const changes = api.services.bus
      .of("conversation.changed")
      .filter(({ data }) => data.conversationId === chat.conversationId && data.change === "handling");
    expect(changes).toHaveLength(1);
  });

  test("leaves it to whom it is assigned, and still makes every draft stale", async () => {
    const chat = await newChat();
    await send(chat, {}, "admin");
    const before = await chat.conversation();
    await send(chat);
    expect(await chat.conversation()).toMatchObject({
      assigned_user_id: before.assigned_user_id,
      epoch: before.epoch + 1,
    });
  });

  test("is told what of the bot is being sent at that moment", async () => {
    const chat = await newChat();
    const onItsWay = await chat.queueReply("Two years.");
    await api.database.adminDb
      .updateTable("messages")
      .set({ status: "sending", lease_until: new Date(Date.now() + 60_000) })
      .where("id", "=", onItsWay)
      .execute();
    expect((await send(chat)).botOnItsWay).toEqual([{ id: onItsWay, text: "Two years." }]);
    expect((await send(await newChat())).botOnItsWay).toEqual([]);
  });

  test.each([
    ["a reaction", { type: "reaction", messageWamid: "wamid.1", emoji: "👍" }],
    ["a template", template],
  ])("takes nothing over by %s, unless it says so", async (_name, message) => {
    const chat = await newChat();
    expect(await turnOf(chat, await send(chat, { message }))).toMatchObject({ is_turn: false });
    expect(await chat.conversation()).toMatchObject({ handled_by: "bot", assigned_user_id: null });
    expect(await turnOf(chat, await send(chat, { message, takeOver: true }))).toMatchObject({
      is_turn: false,
    });
    expect(await chat.conversation()).toMatchObject({ handled_by: "human" });
  });
});

describe("an API key that writes", () => {
  test("takes nothing over and answers nothing", async () => {
    const chat = await newChat();
    const { epoch } = await chat.conversation();
    const sent = await send(chat, {}, "key");
    expect(await turnOf(chat, sent)).toMatchObject({ sender_type: "system", is_turn: false });
    expect(await chat.conversation()).toMatchObject({ handled_by: "bot", epoch });
    expect(sent.botOnItsWay).toEqual([]);
  });

  test("takes over when it says that a human speaks", async () => {
    const chat = await newChat();
    const sent = await send(chat, { takeOver: true }, "key");
    expect(await turnOf(chat, sent)).toMatchObject({ sender_type: "agent", is_turn: true });
    expect(await chat.conversation()).toMatchObject({
      handled_by: "human",
      handoff_reason: "taken",
      assigned_user_id: null,
    });
  });
});
