import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { handBack, lockConversation, takeOver } from "../../shared/conversations/queries/conversations.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { recordSend } from "../../shared/sending/queries/sends.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { queueNotice } from "../../shared/sending/queue-notice.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { type ResponderUnderTest, startResponder } from "./testing/responder.ts";

const [acme] = seedData;
const question = "How much is delivery to Bandung?";

let bot: ResponderUnderTest;

beforeAll(async () => {
  bot = await startResponder();
});
afterEach(async () => bot.calm());
afterAll(async () => bot.close());

const send = (over: object) => async (chat: Chat) =>
  inTenant(bot.database.db, acme.id, async (trx) =>
    recordSend(trx, {
      ...chat,
      senderType: "system",
      type: "text",
      body: "Your order is on its way.",
      epoch: null,
      sentAt: new Date(),
      ...over,
    }),
  );

async function says(chat: Chat, body: string): Promise<void> {
  await inTenant(bot.database.db, acme.id, async (trx) => {
    const { last_customer_message_id: messageId } = await lockConversation(trx, chat.conversationId);
    const cause = { ...chat, messageId: messageId ?? "" };
    await queueNotice({ trx, emit: () => {} }, cause, { body, epoch: null }, new Date());
  });
}

describe("a question is answered all the same", () => {
  const interruptions: [string, (chat: Chat) => Promise<unknown>][] = [
    ["a reaction of ours", send({ type: "reaction", body: "👍" })],
    ["a template", send({ type: "template", body: "[order_shipped]" })],
    ["a person's template", send({ type: "template", body: "[order_shipped]", senderType: "agent" })],
    ["what an API key sends", send({})],
    ["a notice of the system", async (chat) => says(chat, "You will get no more offers from us.")],
    ["a word that opts out", async (chat) => chat.customerWrites("STOP", { isTurn: false })],
  ];

  test.each(interruptions)("after %s", async (_name, interrupt) => {
    const { chat, message } = await bot.ask(question);
    await interrupt(chat);
    expect(await bot.deliver(message)).toEqual({ outcome: "answered", sources: 1 });
    expect((await bot.repliesTo(chat)).at(-1)?.body).toBe("Delivery to Bandung costs Rp 25,000.");
    expect((await bot.lastPrompt()).turns.at(-1)).toBe(`user: ${question}`);
  });

  test("after the bot's word that a human will come, once the bot has the conversation again", async () => {
    const { chat, message } = await bot.ask("Do you rent out tents for weddings?");
    await bot.deliver(message);
    expect(await chat.conversation()).toMatchObject({ handled_by: "human" });
    await inTenant(bot.database.db, acme.id, async (trx) => handBack(trx, chat.conversationId));
    expect(await bot.deliver(message)).toMatchObject({ outcome: "handed-over" });
    expect((await bot.lastPrompt()).turns.at(-1)).toBe("user: Do you rent out tents for weddings?");
  });

  test("when a human took over before the answer was sent and gave back without a word", async () => {
    const { chat, message } = await bot.ask(question);
    await bot.deliver(message);
    await inTenant(bot.database.db, acme.id, async (trx) => {
      await takeOver(trx, await chat.conversation(), { code: "taken" });
      await handBack(trx, chat.conversationId);
    });
    expect(await bot.deliver(message)).toEqual({ outcome: "answered", sources: 1 });
    expect(await bot.deliver(message)).toEqual({ outcome: "duplicate" });
    expect(await bot.repliesTo(chat)).toHaveLength(2);
  });

  test("with what came late and lies before much else by Meta's clock", async () => {
    const chat = await createChat(bot.database.db, acme);
    for (let index = 0; index < 20; index += 1) await send({})(chat);
    const late = await chat.customerWrites(question, { sentAt: new Date(Date.now() - 60_000) });
    expect(await bot.deliver(late)).toEqual({ outcome: "answered", sources: 1 });
  });
});

describe("nothing is said", () => {
  test("when a human has answered and given back", async () => {
    const { chat, message } = await bot.ask(question);
    await send({ senderType: "agent", isTurn: true })(chat);
    expect(await bot.deliver(message)).toEqual({ outcome: "nothing-pending" });
    expect(await bot.repliesTo(chat)).toHaveLength(1);
  });

  test("when the customer has deleted the question", async () => {
    const { chat, message } = await bot.ask(question);
    await revoke(message.id);
    expect(await bot.deliver(message)).toEqual({ outcome: "nothing-pending" });
    expect(await bot.repliesTo(chat)).toEqual([]);
  });
});

test("a machine that answers every answer is left alone after three rounds, unanswered and shown to humans", async () => {
  const away = "Thank you for your message. We are closed and answer from nine.";
  const chat = await createChat(bot.database.db, acme);
  const outcomes = [];
  for (let round = 0; round < 4; round += 1) {
    const message = await chat.customerWrites(away);
    outcomes.push((await bot.deliver(message))["outcome"]);
    await bot.markSent(message);
    if (round === 3) break;
    // Whatever the bot makes of it: it goes on.
    const bots = { handled_by: "bot" as const, customer_told_at: null };
    const { adminDb } = bot.database;
    await adminDb.updateTable("conversations").set(bots).where("id", "=", chat.conversationId).execute();
  }
  expect(outcomes).toHaveLength(4);
  expect(await bot.repliesTo(chat)).toHaveLength(3);
  expect(await chat.conversation()).toMatchObject({ handled_by: "human", handoff_reason: "auto-responder" });
});

test("what the customer deleted is neither answered nor shown to the model", async () => {
  const { chat, message } = await bot.ask("My password is 12345");
  const next = await chat.customerWrites(question);
  await revoke(message.id);
  expect(await bot.deliver(next)).toEqual({ outcome: "answered", sources: 1 });
  expect((await bot.lastPrompt()).turns).toEqual([`user: ${question}`]);
});

test("what was asked to be written down does not make the text that follows unreadable", async () => {
  const chat = await createChat(bot.database.db, acme);
  await bot.deliver(await chat.customerWrites("[unknown]", { type: "unknown" }));
  const written = await chat.customerWrites(question);
  expect(await bot.deliver(written)).toEqual({ outcome: "answered", sources: 1 });
});

test("a question that changes while its answer is written is answered as it is then", async () => {
  const { chat, message } = await bot.ask(question);
  await bot.openai.delay(300);
  const before = (await bot.openai.prompts()).length;
  const first = bot.deliver(message);
  await vi.waitFor(async () => expect((await bot.openai.prompts()).length).toBeGreaterThan(before), {
    timeout: 5_000,
  });
  await bot.database.adminDb
    .updateTable("conversations")
    .set((set) => ({ epoch: set("epoch", "+", 1) }))
    .where("id", "=", chat.conversationId)
    .execute();
  await expect(first).rejects.toMatchObject({ name: "Retry", code: "changed-meanwhile" });
  await bot.openai.delay(0);
  expect(await bot.deliver(message)).toMatchObject({ outcome: "answered" });
  expect(await bot.repliesTo(chat)).toHaveLength(1);
});

async function revoke(messageId: string): Promise<void> {
  const revoked = { revoked_at: new Date() };
  await bot.database.adminDb.updateTable("messages").set(revoked).where("id", "=", messageId).execute();
}
