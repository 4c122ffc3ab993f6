import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startOpenAi } from "../../emulators/servers/openai/start-openai.ts";
import type { LocalServer } from "../../emulators/servers/local-server.ts";
import { createLlm, LlmInvalidReply, LlmRejected, LlmUnavailable, type Llm, type LlmOptions } from "./llm.ts";

const options = {
  apiKey: "any",
  chatModel: "gpt-6-luna",
  embeddingModel: "text-embedding-3-small",
  embeddingDimensions: 256,
  timeoutMs: 20_000,
};
const schema = z.object({
  answer: z.string(),
  citations: z.array(z.int()),
  handoff_reason: z.string().nullable(),
});
const secretWords = "my very private question";
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
const privateRequest = { ...request, messages: [{ role: "user" as const, content: secretWords }] };

let server: LocalServer;
let llm: Llm;
beforeAll(async () => {
  server = await startOpenAi({ port: 0 });
  llm = createLlm({ ...options, baseUrl: server.url });
});
afterEach(async () => {
  await control("faults", "DELETE");
});
afterAll(async () => server.close());

async function control(name: string, method: string, body?: unknown): Promise<Response> {
  return fetch(`http://127.0.0.1:${server.port}/__control/${name}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => new Error("it did not fail"),
    (error: unknown) => error,
  );
}

/** A server that gives every request the same response. */
async function always(
  body: string,
  status = 200,
  more: Partial<LlmOptions> = {},
): Promise<{ llm: Llm; calls: () => number; close: () => Promise<unknown> }> {
  let calls = 0;
  const fixed = createServer((_, response) => {
    calls += 1;
    if (status === 0) response.destroy();
    else response.writeHead(status, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((resolve) => {
    fixed.listen(0, "127.0.0.1", resolve);
  });
  const baseUrl = `http://127.0.0.1:${(fixed.address() as AddressInfo).port}/v1`;
  return {
    llm: createLlm({ ...options, ...more, baseUrl }),
    calls: () => calls,
    close: () => new Promise((resolve) => fixed.close(resolve)),
  };
}

function completion(message: object, finish_reason = "stop"): string {
  return JSON.stringify({
    id: "1",
    object: "chat.completion",
    model: "m",
    choices: [{ index: 0, message: { role: "assistant", ...message }, finish_reason }],
    usage: { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 },
  });
}

describe("embed", () => {
  test("vectors come in the order of the texts, over several requests", async () => {
    const texts = Array.from({ length: 150 }, (_, i) => `Text number ${i}`);
    const { vectors, tokens } = await llm.embed(texts);
    const [last] = (await llm.embed([texts[149] ?? ""])).vectors;
    expect(vectors).toHaveLength(150);
    expect(vectors.every((vector) => vector.length === 256)).toBe(true);
    expect(vectors[149]).toEqual(last);
    expect(vectors[0]).not.toEqual(last);
    expect(tokens).toBeGreaterThan(150);
  });

  test("nothing to embed asks nothing of the service", async () => {
    await control("requests", "DELETE");
    expect(await llm.embed([])).toEqual({ vectors: [], tokens: 0 });
    expect(await (await control("requests", "GET")).json()).toMatchObject({ requests: [] });
  });

  test("one failed request fails the whole", async () => {
    await control("faults", "POST", { status: 503, endpoint: "embeddings" });
    const texts = Array.from({ length: 150 }, (_, i) => `Another text ${i}`);
    await expect(llm.embed(texts)).rejects.toBeInstanceOf(LlmUnavailable);
  });

  test("vectors of another length than agreed are refused", async () => {
    const data = [{ index: 0, embedding: [0.1, 0.2] }];
    const odd = await always(JSON.stringify({ data, usage: { prompt_tokens: 1 } }));
    await expect(odd.llm.embed(["a"])).rejects.toMatchObject({ name: "LlmInvalidReply", reason: "vectors" });
    await odd.close();
  });
});

describe("complete", () => {
  test("gives a value of the schema, the model and the tokens", async () => {
    const done = await llm.complete(request);
    expect(done.value).toEqual({
      answer: "The soup of the day costs 4 euros.",
      citations: [3],
      handoff_reason: null,
    });
    expect(done.model).toBe("gpt-6-luna");
    expect(done.tokensIn).toBeGreaterThan(10);
    expect(done.tokensOut).toBeGreaterThan(5);
  });

  test("asks for the schema strictly", async () => {
    await llm.complete(request);
    const { requests } = (await (await control("requests", "GET")).json()) as {
      requests: { body?: unknown }[];
    };
    expect(requests.at(-1)?.body).toMatchObject({
      max_completion_tokens: 300,
      temperature: 0.2,
      response_format: {
        type: "json_schema",
        json_schema: {
          name: "answer",
          strict: true,
          schema: { additionalProperties: false, required: ["answer", "citations", "handoff_reason"] },
        },
      },
    });
  });

  test.each([
    ["length", completion({ content: `{"answer":"${secretWords}` }, "length")],
    ["content-filter", completion({ content: "" }, "content_filter")],
    ["refusal", completion({ content: null, refusal: secretWords })],
    ["empty", completion({ content: null })],
    ["not-json", completion({ content: `Sure! ${secretWords}` })],
    ["schema", completion({ content: JSON.stringify({ answer: 1, citations: secretWords }) })],
  ])(
    "a reply that cannot be used says why (%s), with the tokens spent and without its words",
    async (reason, body) => {
      const fixed = await always(body);
      const error = await failure(fixed.llm.complete(privateRequest));
      await fixed.close();
      expect(error).toBeInstanceOf(LlmInvalidReply);
      // What is no JSON of the schema was asked for once more.
      const tries = reason === "not-json" || reason === "schema" ? 2 : 1;
      expect(error).toMatchObject({ reason, tokensIn: 11 * tries, tokensOut: 5 * tries });
      expect(fixed.calls()).toBe(tries);
      expect(inspect(error)).not.toContain(secretWords);
    },
  );
});

describe("failures", () => {
  test.each([429, 500, 503, 408])(
    "%i is unavailable, tried once, and says how long to wait",
    async (status) => {
      await control("requests", "DELETE");
      await control("faults", "POST", { status, times: 5, retryAfter: 3 });
      const error = await failure(llm.complete(privateRequest));
      expect(error).toBeInstanceOf(LlmUnavailable);
      expect(error).toMatchObject({ status, retryAfterMs: 3000 });
      expect((await (await control("requests", "GET")).json()) as object).toMatchObject({
        requests: [{ status }],
      });
    },
  );

  test.each([400, 401, 404])(
    "%i is a rejection that does not repeat what the service said",
    async (status) => {
      const body = JSON.stringify({
        error: { message: `bad: ${secretWords}`, code: "some_code", type: "x", param: null },
      });
      const fixed = await always(body, status);
      const error = await failure(fixed.llm.complete(privateRequest));
      await fixed.close();
      expect(error).toBeInstanceOf(LlmRejected);
      expect(error).toMatchObject({ status, code: "some_code" });
      expect(inspect(error)).not.toContain(secretWords);
    },
  );

  test("a service that does not answer in time is unavailable", async () => {
    await control("faults", "POST", { hang: true });
    const hasty = createLlm({ ...options, baseUrl: server.url, timeoutMs: 100 });
    await expect(hasty.complete(request)).rejects.toBeInstanceOf(LlmUnavailable);
  });

  test("a body that breaks off is tried once more", async () => {
    await control("faults", "POST", { truncate: true });
    await expect(llm.complete(request)).resolves.toMatchObject({ value: { citations: [3] } });
  });

  test.each<[Partial<LlmOptions>, number]>([
    [{}, 2],
    [{ maxRetries: 0 }, 1],
  ])("a connection that keeps breaking is unavailable (%j: %i tries)", async (more, tries) => {
    const dead = await always("", 0, more);
    await expect(dead.llm.complete(request)).rejects.toBeInstanceOf(LlmUnavailable);
    expect(dead.calls()).toBe(tries);
    await dead.close();
  });

  test("the caller's abort comes through as its own reason", async () => {
    await control("faults", "POST", { hang: true });
    const abort = new AbortController();
    const pending = failure(llm.complete({ ...request, signal: abort.signal }));
    const reason = new Error("the instance is stopping");
    abort.abort(reason);
    expect(await pending).toBe(reason);
  });
});
