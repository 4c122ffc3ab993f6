import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { LocalServer } from "../../emulators/servers/local-server.ts";
import { startOpenAi } from "../../emulators/servers/openai/start-openai.ts";
import { createLlm, LlmInvalidReply, LlmRejected } from "./llm.ts";

const schema = z.object({
  answer: z.string(),
  citations: z.array(z.int()),
  handoff_reason: z.string().nullable(),
});
const request = {
  messages: [
    {
      role: "system" as const,
      content: '<source id="3" title="menu">The soup of the day costs 4 euros.</source>',
    },
    { role: "user" as const, content: "How much is the soup of the day?" },
  ],
  schema,
  schemaName: "answer",
  maxTokens: 300,
  temperature: 0.2,
};
const expected = { answer: "The soup of the day costs 4 euros.", citations: [3], handoff_reason: null };

let server: LocalServer;
beforeAll(async () => {
  server = await startOpenAi({ port: 0 });
});
afterEach(async () => {
  await control("POST", "settings", { replyForm: "schema" });
  await control("DELETE", "faults");
  await control("DELETE", "requests");
});
afterAll(async () => server.close());

async function control(method: string, name: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${server.port}/__control/${name}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return response.json();
}

/** The forms that were asked for, in their order, and how each request ended. */
async function asked(): Promise<string[]> {
  const { requests } = (await control("GET", "requests")) as {
    requests: { status: number; body: { response_format?: { type: string } } }[];
  };
  return requests.map(({ status, body }) => `${body.response_format?.type ?? "text"} ${status}`);
}

function newLlm() {
  return createLlm({
    baseUrl: server.url,
    apiKey: "any",
    chatModel: "llama3",
    embeddingModel: "any",
    embeddingDimensions: 256,
    timeoutMs: 20_000,
  });
}

describe("a service without structured outputs", () => {
  test.each([
    ["object", ["json_schema 400", "json_object 200", "json_object 200"]],
    ["text", ["json_schema 400", "json_object 400", "text 200", "text 200"]],
  ])("that knows %s at best is asked so, and at once the next time", async (replyForm, forms) => {
    await control("POST", "settings", { replyForm });
    const llm = newLlm();
    expect(await llm.complete(request)).toMatchObject({ value: expected });
    expect(await llm.complete(request)).toMatchObject({ value: expected });
    expect(await asked()).toEqual(forms);
  });

  test("streams as well", async () => {
    await control("POST", "settings", { replyForm: "text" });
    const texts: string[] = [];
    await newLlm().complete({ ...request, onText: (text) => void texts.push(text) });
    expect(JSON.parse(texts.at(-1) ?? "")).toEqual(expected);
  });

  test("is told of the schema in words, with the older limit of tokens", async () => {
    await control("POST", "settings", { replyForm: "object" });
    await newLlm().complete(request);
    const { requests } = (await control("GET", "requests")) as { requests: { body: object }[] };
    expect(requests.at(-1)?.body).toMatchObject({
      max_tokens: 300,
      messages: [{ role: "system", content: expect.stringContaining('"handoff_reason"') }, { role: "user" }],
    });
    expect(requests.at(-1)?.body).not.toHaveProperty("max_completion_tokens");
  });

  test("a refusal for any other reason is not tried in another form", async () => {
    await control("POST", "faults", { status: 400, times: 9 });
    await expect(newLlm().complete(request)).rejects.toBeInstanceOf(LlmRejected);
    expect(await asked()).toEqual(["json_schema 400"]);
  });
});

describe("a model that does not keep to the form", () => {
  test("may think aloud and talk around its JSON", async () => {
    await control("POST", "faults", { garble: "talk" });
    expect(await newLlm().complete(request)).toMatchObject({ value: expected });
    expect(await asked()).toHaveLength(1);
  });

  test("is asked once more, and both replies count", async () => {
    const once = await newLlm().complete(request);
    await control("POST", "faults", { garble: "break" });
    const repaired = await newLlm().complete(request);
    expect(repaired.value).toEqual(expected);
    expect(repaired.tokensIn).toBeGreaterThan(2 * once.tokensIn);
    expect(await asked()).toHaveLength(3);
  });

  test("fails after that", async () => {
    await control("POST", "faults", { garble: "break", times: 2 });
    await expect(newLlm().complete(request)).rejects.toBeInstanceOf(LlmInvalidReply);
    expect(await asked()).toHaveLength(2);
  });
});
