import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Llm } from "../../shared/llm/llm.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { instead } from "../../shared/testing/instead.ts";
import { type ResponderUnderTest, startResponder } from "./testing/responder.ts";

const [acme] = seedData;
const question = "How much is delivery to Bandung?";
let bot: ResponderUnderTest;

beforeAll(async () => {
  bot = await startResponder();
});
afterEach(async () => bot.calm());
afterAll(async () => bot.close());

/** The trace of the answer for which the model says this, given its system prompt. */
async function traceOf(says: (system: string) => string) {
  const { llm } = bot.services;
  const saying: Llm = {
    ...llm,
    async complete(request) {
      const completed = await llm.complete(request);
      const answer = says(request.messages[0]?.content ?? "");
      return { ...completed, value: { ...completed.value, answer } };
    },
  };
  const { chat, message } = await bot.ask(question);
  await bot.deliver(message, instead(bot.services, { llm: saying }));
  return (await bot.repliesTo(chat))[0]?.trace;
}

test("of an answer tells what was found, what it rests on, what it took, and what was decided", async () => {
  const trace = await traceOf(() => "Delivery to Bandung costs Rp 25,000.");
  expect(trace).toMatchObject({
    promptVersion: expect.any(Number),
    model: "gpt-6-luna",
    temperature: 0.2,
    question,
    searchedFor: question,
    language: "en",
    tokens: { in: expect.any(Number), out: expect.any(Number), embedding: expect.any(Number) },
    steps: { searchMs: expect.any(Number), modelMs: expect.any(Number), checkMs: expect.any(Number) },
    check: {},
    decision: { kind: "answer" },
  });
  const { retrieved } = trace as { retrieved: { score: number; isCited: boolean; documentId: string }[] };
  expect(retrieved.filter(({ isCited }) => isCited)).toMatchObject([{ documentId: bot.deliveryDocument }]);
  expect(retrieved.map(({ score }) => score)).toEqual(
    retrieved.map(({ score }) => score).toSorted((a, b) => b - a),
  );
});

test("of words that were not sent tells which check they failed, and with what", async () => {
  expect(await traceOf(() => "Delivery to Bandung costs Rp 77,000.")).toMatchObject({
    check: { failure: "unsupported-fact", unsupported: expect.arrayContaining(["77,000"]) },
    decision: { kind: "handoff", reason: "unsupported" },
  });
});

test("of words that tell the prompt holds nothing of them", async () => {
  let told = "";
  const trace = await traceOf((system) => (told = system));
  expect(trace).toMatchObject({
    check: { failure: "leak" },
    decision: { kind: "handoff", reason: "unsafe" },
  });
  const kept = JSON.stringify(trace);
  const canary = /mark of these rules is ([0-9a-f-]{36})/.exec(told)?.[1];
  expect(canary).toBeDefined();
  expect(kept).not.toContain(canary);
  expect(kept).not.toContain("Answer only from");
});

test("of what was said without a model holds the decision alone", async () => {
  const chat = await createChat(bot.database.db, acme);
  await bot.deliver(await chat.customerWrites("[unknown]", { type: "unknown" }));
  expect((await bot.repliesTo(chat))[0]?.trace).toEqual({ decision: { kind: "notice" } });

  const { chat: failed, message } = await bot.ask(question);
  await bot.openai.faults([{ endpoint: "chat", status: 500 }]);
  await bot.deliver(message, bot.services, 4);
  expect((await bot.repliesTo(failed))[0]?.trace).toEqual({
    decision: { kind: "notice", reason: "technical" },
  });
});
