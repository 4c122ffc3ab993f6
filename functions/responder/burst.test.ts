import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { type ResponderUnderTest, startResponder } from "./testing/responder.ts";

const [acme] = seedData;

let bot: ResponderUnderTest;

beforeAll(async () => {
  bot = await startResponder();
});
afterEach(async () => bot.calm());
afterAll(async () => bot.close());

describe("one answer to a burst", () => {
  test("three lines get one answer, which covers all of them", async () => {
    const chat = await createChat(bot.database.db, acme);
    const lines = [
      "How much is delivery to Bandung?",
      "When does the Bandung store open?",
      "Within how many days may I return goods?",
    ];
    const before = (await bot.openai.prompts()).length;
    const outcomes = [];
    for (const line of lines) {
      const message = await chat.customerWrites(line);
      outcomes.push(bot.deliver(message, bot.patient));
    }
    const settled = await Promise.all(outcomes);
    expect(settled.map(({ outcome }) => outcome)).toEqual(["superseded", "superseded", "answered"]);
    const replies = await bot.repliesTo(chat);
    expect(replies).toHaveLength(1);
    expect(replies[0]?.body).toMatch(/25,000.*09:00.*30 days/s);
    expect((await bot.openai.prompts()).length).toBe(before + 1);
  });

  test("a message that the customer has written on after is left to the newer one, unread by the model", async () => {
    const { chat, message } = await bot.ask("How much is delivery to Bandung?");
    const before = (await bot.openai.prompts()).length;
    const waiting = bot.deliver(message, bot.patient);
    await chat.customerWrites("Hello?");
    expect(await waiting).toEqual({ outcome: "superseded" });
    expect((await bot.openai.prompts()).length).toBe(before);
    expect(await bot.repliesTo(chat)).toEqual([]);
  });

  test("a message that comes while the answer is written makes it void, and is answered together with the first", async () => {
    const { chat, message } = await bot.ask("How much is delivery to Bandung?");
    await bot.openai.delay(300);
    const before = (await bot.openai.prompts()).length;
    const first = bot.deliver(message);
    await vi.waitFor(async () => expect((await bot.openai.prompts()).length).toBeGreaterThan(before), {
      timeout: 5_000,
    });
    const second = await chat.customerWrites("When does the Bandung store open?");
    expect(await first).toEqual({ outcome: "superseded" });
    expect(await bot.repliesTo(chat)).toEqual([]);
    await bot.openai.delay(0);
    expect(await bot.deliver(second)).toMatchObject({ outcome: "answered" });
    expect((await bot.repliesTo(chat)).map(({ body }) => body)).toEqual([
      expect.stringMatching(/25,000.*09:00/s),
    ]);
    const spent = bot.services.bus
      .of("usage.recorded")
      .filter(({ data }) => data.subjectId.startsWith(message.id));
    expect(spent.map(({ data }) => data.meter)).toContain("llm.tokens.out");
  });

  test("a draft that the sender will drop does not hide what it answered", async () => {
    const { chat } = await bot.ask("How much is delivery to Bandung?");
    await chat.queueReply("A draft that comes too late.");
    const second = await chat.customerWrites("When does the Bandung store open?");
    expect(await bot.deliver(second)).toMatchObject({ outcome: "answered" });
    expect((await bot.lastPrompt()).turns).toEqual([
      "user: How much is delivery to Bandung?",
      "user: When does the Bandung store open?",
    ]);
  });

  test("a message that crossed our reply, older by Meta's clock, is answered", async () => {
    const { chat, message } = await bot.ask("How much is delivery to Bandung?");
    await bot.deliver(message);
    const crossed = await chat.customerWrites("When does the Bandung store open?", {
      sentAt: new Date(Date.now() - 5_000),
    });
    await bot.markSent(message);
    expect(await bot.deliver(crossed)).toMatchObject({ outcome: "answered" });
    expect((await bot.repliesTo(chat)).at(-1)?.body).toContain("09:00");
    expect((await bot.lastPrompt()).turns).toEqual([
      "user: How much is delivery to Bandung?",
      "assistant: Delivery to Bandung costs Rp 25,000.",
      "user: When does the Bandung store open?",
    ]);
  });

  test("a reaction meanwhile does not make an answer void", async () => {
    const { chat, message } = await bot.ask("How much is delivery to Bandung?");
    await chat.customerWrites("👍", { type: "reaction", isTurn: false });
    expect(await bot.deliver(message)).toMatchObject({ outcome: "answered" });
  });
});

describe("delivered again", () => {
  test("twice: one reply is stored and queued", async () => {
    const { chat, message } = await bot.ask("How much is delivery to Bandung?");
    await bot.deliver(message);
    expect(await bot.deliver(message)).toEqual({ outcome: "duplicate" });
    expect(await bot.repliesTo(chat)).toHaveLength(1);
    expect(bot.queuedFor(chat)).toHaveLength(1);
  });

  test.each(["How much is delivery to Bandung?", "Do you rent out tents for weddings?"])(
    "five times at once: one reply is stored and queued (%s)",
    async (question) => {
      const { chat, message } = await bot.ask(question);
      await Promise.all(Array.from({ length: 5 }, async () => bot.deliver(message)));
      expect(await bot.repliesTo(chat)).toHaveLength(1);
      expect(bot.queuedFor(chat)).toHaveLength(1);
      expect((await chat.conversation()).epoch).toBeLessThanOrEqual((message.epoch ?? 0) + 1);
    },
  );
});
