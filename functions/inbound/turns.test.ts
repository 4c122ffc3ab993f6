import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { listPending } from "../../shared/conversations/queries/turns.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { type Arrivals, openArrivals } from "./testing/arrivals.ts";

const [acme] = seedData;
let arrivals: Arrivals;

beforeAll(async () => {
  arrivals = await openArrivals();
});
afterEach(() => void arrivals.services.bus.events.splice(0));
afterAll(async () => arrivals.close());

const asked = () => arrivals.services.bus.of("reply.requested").map(({ data }) => data.messageId);

async function writes(chat: Chat, body: string, more: object = {}): Promise<string> {
  const id = `wamid.${randomUUID()}`;
  await arrivals.say({ id, from: chat.phone, text: { body }, ...more });
  return id;
}

async function pending(chat: Chat): Promise<(string | null)[]> {
  const conversation = await chat.conversation();
  return inTenant(arrivals.database.db, acme.id, async (trx) => {
    const messages = await listPending(trx, conversation);
    return messages.map(({ body }) => body);
  });
}

const newChat = async () => createChat(arrivals.database.db, acme);
const revoke = (id: string) => ({ type: "revoke", text: undefined, revoke: { original_message_id: id } });

test("a question followed by STOP still waits, and its answer on its way stays valid", async () => {
  const chat = await newChat();
  await writes(chat, "How long is the warranty of a tent?");
  const { epoch } = await chat.conversation();
  await writes(chat, "STOP");
  expect(await pending(chat)).toEqual(["How long is the warranty of a tent?"]);
  expect(await chat.conversation()).toMatchObject({ epoch });
});

test("a word that opts out opens the window for its confirmation", async () => {
  const chat = await newChat();
  await writes(chat, "STOP");
  expect((await chat.conversation()).last_customer_message_at).not.toBeNull();
  expect(await pending(chat)).toEqual([]);
});

describe("a question that the customer takes back or changes before it is answered", () => {
  test("leaves the rest of it to be asked anew, and no draft on the former words is sent", async () => {
    const chat = await newChat();
    await writes(chat, "Do you sell tents?");
    const second = await writes(chat, "And boats?");
    const draft = await chat.message(await chat.queueReply("Yes, and boats."));
    arrivals.services.bus.events.splice(0);
    await writes(chat, "", revoke(second));
    expect(await pending(chat)).toEqual(["Do you sell tents?"]);
    const messages = await arrivals.messagesOf(chat.contactId);
    expect(asked()).toEqual([messages[0]?.id]);
    expect((await chat.conversation()).epoch).toBeGreaterThan(draft.epoch ?? 0);
  });

  test("is asked by nobody when nothing is left of it", async () => {
    const chat = await newChat();
    const only = await writes(chat, "Do you sell tents?");
    arrivals.services.bus.events.splice(0);
    await writes(chat, "", revoke(only));
    expect(await pending(chat)).toEqual([]);
    expect(asked()).toEqual([]);
  });

  test("is asked as it is now", async () => {
    const chat = await newChat();
    const id = await writes(chat, "Do you sell tens?");
    arrivals.services.bus.events.splice(0);
    const message = { type: "text", text: { body: "Do you sell tents?" } };
    await writes(chat, "", { type: "edit", text: undefined, edit: { original_message_id: id, message } });
    expect(await pending(chat)).toEqual(["Do you sell tents?"]);
    expect(asked()).toHaveLength(1);
  });

  test("asks nothing once its answer is on its way", async () => {
    const chat = await newChat();
    const id = await writes(chat, "Do you sell tents?");
    const reply = await chat.queueReply("Yes.");
    const { adminDb } = arrivals.database;
    await adminDb.updateTable("messages").set({ status: "sent" }).where("id", "=", reply).execute();
    arrivals.services.bus.events.splice(0);
    const { epoch } = await chat.conversation();
    await writes(chat, "", revoke(id));
    expect(asked()).toEqual([]);
    expect(await chat.conversation()).toMatchObject({ epoch });
  });
});

test("what the business writes in its phone app answers what waited; its reaction there does not", async () => {
  const chat = await newChat();
  const id = await writes(chat, "Do you sell tents?");
  const echo = (more: object) =>
    arrivals.arrive({ from: "622225550", to: chat.phone, ...more }, { source: "echo" });
  await echo({ type: "reaction", text: undefined, reaction: { message_id: id, emoji: "👍" } });
  expect(await pending(chat)).toEqual(["Do you sell tents?"]);
  expect(await chat.conversation()).toMatchObject({ handled_by: "bot" });
  await echo({ text: { body: "Yes" } });
  expect(await pending(chat)).toEqual([]);
  expect(await chat.conversation()).toMatchObject({ handled_by: "human", handoff_reason: "answered-in-app" });
});
