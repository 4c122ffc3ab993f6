import OpenAI, { APIConnectionError, APIConnectionTimeoutError, RateLimitError } from "openai";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { LocalServer } from "../local-server.ts";
import { startOpenAi } from "./start-openai.ts";

let server: LocalServer;
let client: OpenAI;
beforeAll(async () => {
  server = await startOpenAi({ port: 0 });
  client = new OpenAI({ baseURL: server.url, apiKey: "any", maxRetries: 0 });
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

async function chat(options: { timeout?: number; headers?: Record<string, string> } = {}) {
  return client.chat.completions.create(
    { model: "any", messages: [{ role: "user", content: "hi" }] },
    options,
  );
}

async function embed() {
  return client.embeddings.create({ model: "any", input: "hi" });
}

test("a fault befalls as many requests to its endpoint as were asked for, in order, and no others", async () => {
  await control("faults", "POST", [
    { status: 429, times: 2, endpoint: "chat", retryAfter: 7 },
    { status: 503, endpoint: "chat" },
  ]);
  const first = await chat().catch((error: unknown) => error);
  expect(first).toBeInstanceOf(RateLimitError);
  expect((first as RateLimitError).headers.get("retry-after")).toBe("7");
  await expect(embed()).resolves.toBeDefined();
  await expect(chat()).rejects.toMatchObject({ status: 429 });
  await expect(chat()).rejects.toMatchObject({ status: 503 });
  await expect(chat()).resolves.toBeDefined();
});

test("the client's own retries get over a fault that passes", async () => {
  await control("faults", "POST", { status: 500, retryAfter: 0 });
  const patient = client.withOptions({ maxRetries: 1 });
  await expect(patient.embeddings.create({ model: "any", input: "hi" })).resolves.toBeDefined();
});

test("a fault can be asked for by a header, for one request", async () => {
  await expect(chat({ headers: { "x-fault": '{"status":500}' } })).rejects.toMatchObject({ status: 500 });
  await expect(chat()).resolves.toBeDefined();
});

test("a request that hangs runs into the client's timeout", async () => {
  await control("faults", "POST", { hang: true });
  await expect(chat({ timeout: 50 })).rejects.toBeInstanceOf(APIConnectionTimeoutError);
});

test("a truncated body is no JSON, and a truncated stream breaks off", async () => {
  await control("faults", "POST", { truncate: true, times: 2 });
  await expect(chat()).rejects.toThrow(/JSON/);
  const stream = await client.chat.completions.create({
    model: "any",
    messages: [{ role: "user", content: "hi" }],
    stream: true,
  });
  const read = async () => {
    for await (const chunk of stream) expect(chunk.choices[0]?.finish_reason ?? null).toBeNull();
  };
  await expect(read()).rejects.toThrow();
});

test("faults are cleared together", async () => {
  await control("faults", "POST", { status: 500, times: 99 });
  await control("faults", "DELETE");
  await expect(chat()).resolves.toBeDefined();
});

test("the last 200 requests can be read, prompts and all", async () => {
  await control("requests", "DELETE");
  for (let i = 0; i < 205; i++) await client.models.list();
  await chat();
  const { requests } = (await (await control("requests", "GET")).json()) as {
    requests: { path: string; body?: object }[];
  };
  expect(requests).toHaveLength(200);
  expect(requests.at(-1)).toMatchObject({
    path: "/v1/chat/completions",
    status: 200,
    body: { messages: [{ role: "user", content: "hi" }] },
  });
});

test("errors have OpenAI's form: no key, bad input, unknown address", async () => {
  const response = await fetch(`${server.url}/models`);
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({
    error: { code: "invalid_api_key", type: "invalid_request_error" },
  });
  const empty = client.chat.completions.create({ model: "any", messages: [] });
  await expect(empty).rejects.toMatchObject({ status: 400, param: "messages" });
  await expect(client.post("/nowhere", { body: {} })).rejects.toMatchObject({ status: 404 });
  await expect(client.models.retrieve("whatever")).resolves.toMatchObject({ id: "whatever" });
  const broken = await fetch(`${server.url}/embeddings`, {
    method: "POST",
    headers: { authorization: "Bearer x" },
    body: "{",
  });
  expect(broken.status).toBe(400);
});

test("close ends also a request that hangs", async () => {
  const other = await startOpenAi({ port: 0, delayMs: 600_000 });
  const pending = new OpenAI({ baseURL: other.url, apiKey: "any", maxRetries: 0 }).embeddings.create({
    model: "any",
    input: "hi",
  });
  const failed = expect(pending).rejects.toBeInstanceOf(APIConnectionError);
  await expect
    .poll(async () => fetch(`http://127.0.0.1:${other.port}/__control/requests`).then((r) => r.text()))
    .toContain("/v1/embeddings");
  await other.close();
  await failed;
});
