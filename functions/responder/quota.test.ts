import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import type { Message } from "../../shared/db/schema.d.ts";
import { handle } from "./handle.ts";
import { responderFunction } from "./services.ts";

const [acme] = seedData;
let database: TestDatabase;
/** Its model cannot be reached: whoever asks it fails. */
let services: TestServices<typeof responderFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices(responderFunction, database);
  await database.adminDb
    .updateTable("tenants")
    .set({ quota_state: "exhausted" })
    .where("id", "=", acme.id)
    .execute();
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

async function deliver({ conversationId }: Chat, { id: messageId }: Message) {
  const data = { conversationId, messageId, receivedAt: new Date().toISOString() };
  const event = buildEvent("reply.requested", data, acme.id);
  return handle(event, services, { attempt: 1, maxAttempts: 20 });
}

test("a quota that runs out before the answer is written gives the conversation to humans, asking no model", async () => {
  const chat = await createChat(database.db, acme);
  const message = await chat.customerWrites("When do you open?");
  const outcomes = [await deliver(chat, message), await deliver(chat, message)];
  expect(outcomes).toEqual([
    { outcome: "handed-over", reason: "quota-exhausted" },
    { outcome: "with-human" },
  ]);
  expect(await chat.conversation()).toMatchObject({
    handled_by: "human",
    handoff_reason: "quota-exhausted",
  });
  const notices = await database.adminDb
    .selectFrom("messages")
    .select(["sender_type", "status", "trigger_message_id"])
    .where("conversation_id", "=", chat.conversationId)
    .where("direction", "=", "outbound")
    .execute();
  expect(notices).toEqual([{ sender_type: "system", status: "queued", trigger_message_id: message.id }]);
});

test("a customer who has written on meanwhile is left to the newer message", async () => {
  const chat = await createChat(database.db, acme);
  const message = await chat.customerWrites("When do you open?");
  await chat.customerWrites("And on Sundays?");
  expect(await deliver(chat, message)).toEqual({ outcome: "superseded" });
  expect(await chat.conversation()).toMatchObject({ handled_by: "bot" });
});
