import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { toJsonb } from "../../shared/db/jsonb.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { instead } from "../../shared/testing/instead.ts";
import { type ResponderUnderTest, startResponder } from "./testing/responder.ts";

const [acme] = seedData;
const question = "How much does delivery to Bandung cost?";
let bot: ResponderUnderTest;

beforeAll(async () => {
  bot = await startResponder();
});
afterEach(async () => {
  await bot.database.adminDb.deleteFrom("model_ends").execute();
  await bot.openai.settings({ modelEnds: {} });
});
afterAll(async () => bot.close());

async function choose(model: string): Promise<void> {
  await bot.database.adminDb
    .updateTable("tenants")
    .set({ llm_config: toJsonb({ model }) })
    .where("id", "=", acme.id)
    .execute();
}

/** The model that the trace of the answer names, and the request that was made of it. */
async function answer(now = new Date("2026-12-01T00:00:00Z")) {
  const { chat, message } = await bot.ask(question);
  const outcome = await bot.deliver(message, instead(bot.services, { now: () => now }));
  const [reply] = await bot.repliesTo(chat);
  return { outcome, trace: reply?.trace as { model?: string }, request: (await bot.openai.chats()).at(-1) };
}

test("the default model is asked not to reason, so that it may be given a temperature", async () => {
  await choose("");
  const { outcome, request } = await answer();
  expect(outcome).toMatchObject({ outcome: "answered" });
  expect(request).toMatchObject({ model: "gpt-6-luna", reasoning_effort: "none", temperature: 0.2 });
});

test("a model of the former family is asked as it was", async () => {
  await choose("gpt-4o-mini");
  const { trace, request } = await answer();
  expect(trace.model).toBe("gpt-4o-mini");
  expect(request).not.toHaveProperty("reasoning_effort");
});

test("from its last day on its successor writes the answer", async () => {
  await choose("gpt-4o-mini");
  expect((await answer(new Date("2027-01-13T23:59:00Z"))).trace.model).toBe("gpt-4o-mini");
  expect((await answer(new Date("2027-01-14T00:00:00Z"))).trace.model).toBe("gpt-6-luna");
});

test("a day that the service said counts, and one that nobody said is found out by asking", async () => {
  await choose("gpt-4o-mini");
  await bot.database.adminDb
    .insertInto("model_ends")
    .values({ model: "gpt-4o-mini", ends_on: "2026-11-30" })
    .execute();
  expect((await answer()).trace.model).toBe("gpt-6-luna");
  await bot.database.adminDb.deleteFrom("model_ends").execute();
  await bot.openai.settings({ modelEnds: { "gpt-4o-mini": "2026-01-01" } });
  const { outcome, trace } = await answer();
  expect(outcome).toMatchObject({ outcome: "answered" });
  expect(trace.model).toBe("gpt-6-luna");
});

test("one that nobody declared is not asked: the platform's is", async () => {
  await choose("gpt-9");
  expect((await answer()).trace.model).toBe("gpt-6-luna");
});
