import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { LocalServer } from "../local-server.ts";
import { startOpenAi } from "./start-openai.ts";

const reply = z.object({
  kind: z.enum(["answer", "smalltalk", "clarify", "no_answer"]),
  answer: z.string(),
  citations: z.array(z.int()),
  language: z.string(),
  handoff_reason: z.string().nullable(),
  handoff_summary: z.string().nullable(),
});

const source =
  '<source id="7" title="menu.pdf" page="1">The soup of the day costs 4 euros. Lunch is served from 12:00 to 14:30.</source>';

let server: LocalServer;
let client: OpenAI;
beforeAll(async () => {
  server = await startOpenAi({ port: 0 });
  client = new OpenAI({ baseURL: server.url, apiKey: "any", maxRetries: 0 });
});
afterAll(async () => server.close());

async function ask<T>(schema: z.ZodType<T>, question: string): Promise<T | null | undefined> {
  const completion = await client.chat.completions.parse({
    model: "gpt-6-luna",
    messages: [
      { role: "system", content: source },
      { role: "user", content: question },
    ],
    response_format: zodResponseFormat(schema, "reply"),
  });
  return completion.choices[0]?.message.parsed;
}

test("an answer comes with the ids of its sources in the schema's type, and no handoff", async () => {
  expect(await ask(reply, "How much is the soup of the day?")).toEqual({
    kind: "answer",
    answer: "The soup of the day costs 4 euros.",
    citations: [7],
    language: "en",
    handoff_reason: null,
    handoff_summary: null,
  });
});

test("a question without an answer comes with a reason and a summary for the colleague", async () => {
  const parsed = await ask(reply, "How much is the fish of the day?");
  expect(parsed).toMatchObject({ kind: "no_answer", citations: [] });
  expect(parsed?.handoff_reason).not.toBeNull();
  expect(parsed?.handoff_summary).toContain("How much is the fish of the day?");
});

test.each([
  ["Good morning!", "smalltalk"],
  ["??", "clarify"],
  ["I want to talk to a human", "no_answer"],
])("%s is %s", async (said, kind) => {
  expect(await ask(reply, said)).toMatchObject({ kind, citations: [] });
});

test("the language of the reply is the customer's", async () => {
  expect(await ask(reply, "Berapa harga kopi di toko?")).toMatchObject({ language: "id", kind: "no_answer" });
});

test("other shapes are filled by their names and types", async () => {
  const schema = z.object({
    found: z.boolean(),
    confidence: z.number().min(0).max(1),
    reply: z.object({ text: z.string(), sources: z.array(z.string()) }),
    handoff: z.object({ reason: z.string(), summary: z.string() }).nullable(),
    intent: z.enum(["greeting", "abstain", "answer"]),
    unheardOf: z.array(z.object({ x: z.number() })),
  });
  const parsed = await ask(schema, "How much is the soup of the day?");
  expect(parsed).toMatchObject({ found: true, handoff: null, intent: "answer", unheardOf: [] });
  expect(parsed?.reply).toEqual({ text: "The soup of the day costs 4 euros.", sources: ["7"] });
  expect(parsed?.confidence).toBeGreaterThan(0.5);
  expect(await ask(schema, "Do you have a swimming pool?")).toMatchObject({
    found: false,
    intent: "abstain",
  });
});

test("json_object gives an object", async () => {
  const { choices } = await client.chat.completions.create({
    model: "any",
    messages: [
      { role: "system", content: "Reply in JSON." },
      { role: "user", content: `${source}\nWhen is lunch served?` },
    ],
    response_format: { type: "json_object" },
  });
  expect(JSON.parse(choices[0]?.message.content ?? "")).toMatchObject({ citations: ["7"] });
});
