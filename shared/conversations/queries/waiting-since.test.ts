import { afterAll, beforeAll, expect, test } from "vitest";
import { inTenant } from "../../db/tenant-scope.ts";
import { type Chat, createChat } from "../../testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { seedData } from "../../testing/examples/seed-data.ts";
import { close } from "./conversation-acts.ts";
import { reopen } from "./conversations.ts";
import { recordStatusChange } from "./messages.ts";

const [acme] = seedData;
let database: TestDatabase;
let chat: Chat;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());

const waitingSince = async () => (await chat.conversation()).waiting_since;
const began = new Date("2026-05-04T09:00:00.000Z");

async function asked(): Promise<void> {
  chat = await createChat(database.db, acme);
  await chat.customerWrites("Do you deliver?", { sentAt: began });
  await chat.customerWrites("To Bogor?", { sentAt: new Date("2026-05-04T09:01:00.000Z") });
}

async function record(messageId: string, status: "failed" | "canceled" | "accepted"): Promise<void> {
  await inTenant(database.db, acme.id, async (trx) => recordStatusChange(trx, messageId, { status }));
}

test("a customer waits since the first question that nobody has answered", async () => {
  await asked();
  expect(await waitingSince()).toEqual(began);
  await chat.queueReply("Yes.");
  expect(await waitingSince()).toBeNull();
});

test.each(["failed", "canceled"] as const)(
  "an answer that was %s is none: the customer waits again",
  async (status) => {
    await asked();
    const answer = await chat.queueReply("Yes.");
    await record(answer, status);
    expect(await waitingSince()).toEqual(began);
  },
);

test("what answers nothing, such as a notice of an order, ends no waiting", async () => {
  await asked();
  await chat.queueReply("Your parcel has left.", { isTurn: false });
  expect(await waitingSince()).toEqual(began);
});

test("a question that was taken back is waited for no more", async () => {
  chat = await createChat(database.db, acme);
  const { id } = await chat.customerWrites("Do you deliver?", { sentAt: began });
  await database.adminDb
    .updateTable("messages")
    .set({ revoked_at: new Date() })
    .where("id", "=", id)
    .execute();
  expect(await waitingSince()).toBeNull();
});

test("what waited at the close waits no more, also when an answer from before fails after the reopening", async () => {
  await asked();
  const answer = await chat.queueReply("Yes.");
  await inTenant(database.db, acme.id, async (trx) => {
    await close(trx, chat.conversationId, { outcome: "resolved", now: new Date() });
  });
  await inTenant(database.db, acme.id, async (trx) => reopen(trx, chat.conversationId));
  await record(answer, "failed");
  expect(await waitingSince()).toBeNull();
});
