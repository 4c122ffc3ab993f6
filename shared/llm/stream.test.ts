import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { type TestOpenAi, startTestOpenAi } from "../../emulators/testing/openai.ts";
import { createLlm, type Llm, LlmUnavailable } from "./llm.ts";

const schema = z.object({ kind: z.string(), answer: z.string() });
let openai: TestOpenAi;
let llm: Llm;

beforeAll(async () => {
  openai = await startTestOpenAi();
  llm = createLlm({
    baseUrl: openai.url,
    apiKey: "test",
    chatModel: "gpt-6-luna",
    embeddingModel: "text-embedding-3-small",
    embeddingDimensions: 512,
    timeoutMs: 20_000,
  });
});
afterEach(async () => openai.faults([]));
afterAll(async () => openai.close());

async function ask(onText: (text: string) => void, signal?: AbortSignal) {
  const messages = [{ role: "user" as const, content: "Hello!" }];
  const request = { messages, schema, schemaName: "reply", maxTokens: 200, temperature: 0 };
  return llm.complete({ ...request, onText, ...(signal === undefined ? {} : { signal }) });
}

test("a reply piece by piece is the same as in one piece, and counted alike", async () => {
  const texts: string[] = [];
  const streamed = await ask((text) => texts.push(text));
  const whole = await llm.complete({
    messages: [{ role: "user", content: "Hello!" }],
    schema,
    schemaName: "reply",
    maxTokens: 200,
    temperature: 0,
  });
  expect(streamed).toEqual(whole);
  expect(streamed.tokensIn).toBeGreaterThan(0);
  expect(texts.length).toBeGreaterThan(1);
  for (const [at, text] of texts.entries()) expect(text.startsWith(texts[at - 1] ?? "")).toBe(true);
  expect(JSON.parse(texts.at(-1) ?? "")).toEqual(streamed.value);
});

test("a caller that leaves in the midst of a reply ends the call, and the service sees it leave", async () => {
  await openai.faults([{ endpoint: "chat", stallAfter: 3 }]);
  const leaving = new AbortController();
  const reason = new Error("left");
  await expect(ask(() => leaving.abort(reason), leaving.signal)).rejects.toBe(reason);
  await vi.waitFor(async () => expect(await openai.aborted()).toBe(1), { timeout: 10_000 });
});

test("a stream that breaks off is asked for once more, from its beginning", async () => {
  await openai.faults([{ endpoint: "chat", truncate: true }]);
  const texts: string[] = [];
  const { value } = await ask((text) => texts.push(text));
  expect(JSON.parse(texts.at(-1) ?? "")).toEqual(value);
  await openai.faults([{ endpoint: "chat", truncate: true, times: 2 }]);
  await expect(ask(() => undefined)).rejects.toBeInstanceOf(LlmUnavailable);
});
