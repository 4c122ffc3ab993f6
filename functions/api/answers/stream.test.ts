import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { serveFetch } from "../../../shared/runtime/on-fetch.ts";
import { instead } from "../../../shared/testing/instead.ts";
import { storeDocument } from "../../../shared/testing/knowledge.ts";
import { createApp } from "../app.ts";
import { readEvents, tokensOf } from "../testing/read-events.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme] = seedData;
const question = "How much is delivery to Bandung?";
const path = "/api/v1/llm/answers";
const firstSentence = "Delivery to Bandung costs Rp 25,000.";

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
  const passages = [firstSentence, "The Bandung store opens at 09:00."];
  await storeDocument(api, acme, "delivery.md", passages);
});
afterEach(async () => api.openai.faults([]));
afterAll(async () => api.close());

function post(token: string) {
  return {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ question }),
  };
}

/** Waits until it holds. */
async function soon<T>(holds: () => Promise<T>): Promise<T> {
  return vi.waitFor(holds, { timeout: 10_000 });
}

/** The events of an answer for which the model writes these sentences. */
async function streamOf(...sentences: string[]) {
  const { llm } = api.services;
  const writing: typeof llm = {
    ...llm,
    async complete({ onText, schema }) {
      const value = {
        kind: "answer",
        language: "en",
        citations: [1, 2],
        answer: sentences.join(" "),
        handoff_reason: null,
        handoff_summary: null,
      };
      const whole = JSON.stringify(value);
      for (let length = 1; length <= whole.length; length += 7) onText?.(whole.slice(0, length));
      return { value: schema.parse(value), model: "writing", tokensIn: 10, tokensOut: 5 };
    },
  };
  const app = createApp(instead(api.services, { llm: writing }));
  const response = await app.request(path, post(api.tokens.agent));
  return readEvents(await response.text());
}

describe("the stream of an answer", () => {
  test("tells the same answer as JSON does: its words, then citations, usage, done", async () => {
    const whole = await api.as("agent", "POST", "/llm/answers", { question }, { accept: "application/json" });
    const answer = await api.as("agent", "POST", "/llm/answers", { question });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const events = readEvents(answer.text);
    expect(tokensOf(events)).toBe(whole.body["text"]);
    const { text: _, citations, usage, ...rest } = whole.body;
    expect(events.filter(({ event }) => event !== "token")).toEqual([
      { event: "citations", data: { citations } },
      { event: "usage", data: usage },
      { event: "done", data: { ...rest, id: expect.any(String) } },
    ]);
  });

  test("tells each sentence when it has passed the checks, in the order of the answer", async () => {
    const events = await streamOf(firstSentence, "The Bandung store opens at 09:00.", "Goodbye!");
    const tokens = events.filter(({ event }) => event === "token").map(({ data }) => data["text"]);
    expect(tokens).toEqual([firstSentence, " The Bandung store opens at 09:00.", " Goodbye!"]);
  });

  test("takes back what it has told when a later sentence fails: a customer would get the notice alone", async () => {
    const events = await streamOf(firstSentence, "Returns cost Rp 777.", "Goodbye!");
    expect(tokensOf(events)).toBe(firstSentence);
    expect(events.map(({ event }) => event)).toEqual(["token", "replaced", "citations", "usage", "done"]);
    expect(events[1]?.data).toEqual({ text: expect.stringContaining("A colleague will reply") });
    expect(events.at(-1)?.data).toMatchObject({ decision: { kind: "handoff", reason: "unsupported" } });
  });

  test("ends with the problem when the model fails", async () => {
    await api.openai.faults([{ endpoint: "chat", status: 500, times: 5 }]);
    const answer = await api.as("agent", "POST", "/llm/answers", { question });
    expect(answer.status).toBe(200);
    const type = "/api/docs/problems#unavailable";
    const problem = { type, status: 503, code: "unavailable", requestId: expect.any(String) };
    expect(readEvents(answer.text)).toEqual([{ event: "error", data: expect.objectContaining(problem) }]);
  });

  test("ends when the time of a request is over, and with it the model's work", async () => {
    const aborted = await api.openai.aborted();
    await api.openai.faults([{ endpoint: "chat", hang: true }]);
    const config = { ...api.services.config, API_TIMEOUT_MS: 2_000 };
    const app = createApp(instead(api.services, { config }));
    const response = await app.request(path, post(api.tokens.agent));
    expect(readEvents(await response.text())).toMatchObject([
      { event: "error", data: { code: "timed-out" } },
    ]);
    await soon(async () => expect(await api.openai.aborted()).toBe(aborted + 1));
  });

  test("is not begun for what is wrong with the request itself", async () => {
    const key = { "idempotency-key": "k" };
    expect(await api.as("agent", "POST", "/llm/answers", { question }, key)).toMatchObject({
      status: 400,
      body: { errors: [{ field: "Idempotency-Key" }] },
    });
    expect((await api.as("viewer", "POST", "/llm/answers", { question })).status).toBe(403);
  });
});

describe("a client that leaves", () => {
  test.each([
    ["while the model is silent", { hang: true }],
    ["in the midst of the answer", { stallAfter: 8 }],
  ])("%s ends the model's work at once, and what it took is counted, once", async (_name, fault) => {
    const server = createServer((request, response) => void serveFetch(api.handle, request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const [prompts, aborted] = [(await api.openai.prompts()).length, await api.openai.aborted()];
    await api.openai.faults([{ endpoint: "chat", ...fault }]);

    const leaving = new AbortController();
    const request = { ...post(api.tokens.agent), signal: leaving.signal };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, request);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    // The stream is open before the model has said a word.
    expect((await reader?.read())?.value).toBe(": open\n\n");
    await soon(async () => expect(await api.openai.prompts()).toHaveLength(prompts + 1));
    leaving.abort();

    await soon(async () => expect(await api.openai.aborted()).toBe(aborted + 1));
    const row = await soon(async () => {
      const last = await api.database.adminDb
        .selectFrom("playground_answers")
        .selectAll()
        .orderBy("id", "desc")
        .executeTakeFirstOrThrow();
      expect(last.outcome).toBe("canceled");
      return last;
    });
    expect(row.tokens_in).toBeGreaterThan(100);
    const metered = api.services.bus.of("usage.recorded").filter(({ data }) => data.subjectId === row.id);
    expect(metered.filter(({ data }) => data.meter === "llm.tokens.in")).toMatchObject([
      { data: { quantity: row.tokens_in } },
    ]);
    server.closeAllConnections();
    server.close();
  });
});
