import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LocalServer } from "../local-server.ts";
import { startOpenAi } from "./start-openai.ts";

let server: LocalServer;
beforeAll(async () => {
  server = await startOpenAi({ port: 0 });
});
afterAll(async () => server.close());

async function ask(
  more: Record<string, unknown>,
): Promise<{ status: number; error?: Record<string, unknown> }> {
  const response = await fetch(`${server.url}/chat/completions`, {
    method: "POST",
    headers: { authorization: "Bearer local" },
    body: JSON.stringify({ messages: [{ role: "user", content: "Hello!" }], ...more }),
  });
  const body = (await response.json()) as { error?: Record<string, unknown> };
  return { status: response.status, ...(body.error === undefined ? {} : { error: body.error }) };
}

const luna = { model: "gpt-6-luna" };
const tool = { type: "function", function: { name: "look_up" } };

describe("what a family refuses", () => {
  test.each([
    ["temperature", { temperature: 0.2 }],
    ["top_p", { top_p: 0.5 }],
    ["logprobs", { logprobs: true }],
    ["reasoning_effort", { tools: [tool] }],
  ])("GPT-6 while it reasons, as it does unless told otherwise: %s", async (param, given) => {
    expect(await ask({ ...luna, ...given })).toMatchObject({ status: 400, error: { param } });
    expect(await ask({ ...luna, ...given, reasoning_effort: "high" })).toMatchObject({ status: 400 });
    expect((await ask({ ...luna, ...given, reasoning_effort: "none" })).status).toBe(200);
  });

  test("GPT-6: the older name of the limit, an effort that there is not, and more tokens than it writes", async () => {
    expect(await ask({ ...luna, max_tokens: 50 })).toMatchObject({
      status: 400,
      error: { param: "max_tokens" },
    });
    expect(await ask({ ...luna, reasoning_effort: "minimal" })).toMatchObject({ status: 400 });
    expect(await ask({ ...luna, max_completion_tokens: 128_001 })).toMatchObject({ status: 400 });
    expect((await ask({ ...luna, max_completion_tokens: 128_000 })).status).toBe(200);
  });

  test("GPT-4: to be told how much to reason", async () => {
    expect(await ask({ model: "gpt-4.1-mini", reasoning_effort: "none" })).toMatchObject({ status: 400 });
    expect((await ask({ model: "gpt-4.1-mini", temperature: 0.2, max_tokens: 50 })).status).toBe(200);
  });

  test("a model that is none for chat", async () => {
    expect((await ask({ model: "text-embedding-3-small" })).status).toBe(404);
  });
});

test("the list of models says when each ends", async () => {
  const response = await fetch(`${server.url}/models`, { headers: { authorization: "Bearer local" } });
  const { data } = (await response.json()) as { data: { id: string; shutdown_date: string | null }[] };
  const ends = Object.fromEntries(data.map(({ id, shutdown_date: day }) => [id, day]));
  expect(ends).toMatchObject({ "gpt-4o-mini": "2027-01-14", "gpt-6-luna": null });
});
