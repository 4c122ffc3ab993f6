import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LocalServer } from "../local-server.ts";
import { startOpenAi } from "./start-openai.ts";

let server: LocalServer;
let client: OpenAI;
beforeAll(async () => {
  server = await startOpenAi({ port: 0 });
  client = clientOf(server);
});
afterAll(async () => server.close());

function clientOf({ url }: LocalServer): OpenAI {
  return new OpenAI({ baseURL: url, apiKey: "any", maxRetries: 0 });
}

const model = "text-embedding-3-small";

function cosine(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

async function embed(input: string | string[], more: { dimensions?: number } = {}): Promise<number[][]> {
  const { data } = await client.embeddings.create({ model, input, ...more });
  return data.map((item) => item.embedding);
}

test("a paraphrase is closer than an unrelated sentence", async () => {
  const [question = [], paraphrase = [], unrelated = []] = await embed([
    "How old are you?",
    "What is your age?",
    "The parcel was damaged in the rain.",
  ]);
  expect(cosine(question, paraphrase)).toBeGreaterThan(0.7);
  expect(cosine(question, unrelated)).toBeLessThan(0.4);
});

test("base64, which the client asks for by default, and float give the same unit vectors", async () => {
  const input = ["When do you open?", "Where is the shop?"];
  const packed = await client.embeddings.create({ model, input });
  const plain = await client.embeddings.create({ model, input, encoding_format: "float" });
  expect(packed.data.map((item) => item.index)).toEqual([0, 1]);
  expect(packed.data).toEqual(plain.data);
  expect(packed.usage.prompt_tokens).toBeGreaterThan(0);
  for (const { embedding } of plain.data) {
    expect(embedding).toHaveLength(512);
    expect(cosine(embedding, embedding)).toBeCloseTo(1, 4);
  }
});

test("fewer dimensions are the first ones at length one, and more than there are is refused", async () => {
  const [whole = []] = await embed("When do you open?");
  const [short = []] = await embed("When do you open?", { dimensions: 128 });
  expect(short).toHaveLength(128);
  expect(cosine(short, short)).toBeCloseTo(1, 4);
  expect(cosine(short, whole) / Math.hypot(...whole.slice(0, 128))).toBeCloseTo(1, 4);
  await expect(embed("When do you open?", { dimensions: 1536 })).rejects.toMatchObject({
    status: 400,
    param: "dimensions",
  });
});

test("a long text is embedded whole: its end counts too", async () => {
  const filler = "The garden is quiet in the morning. ".repeat(60);
  const [plain = [], ending = [], refund = []] = await embed([
    filler,
    `${filler}${"We refund your money when you return the goods. ".repeat(60)}`,
    "We refund your money when you return the goods.",
  ]);
  expect(cosine(ending, refund)).toBeGreaterThan(cosine(plain, refund) + 0.1);
});

test.each([[""], [[]], [["fine", ""]]])("an input without text is a 400: %j", async (input) => {
  await expect(embed(input)).rejects.toMatchObject({ status: 400, type: "invalid_request_error" });
});

test("the same text asked for many times at once is computed once", async () => {
  const before = await computed(server);
  await Promise.all(Array.from({ length: 8 }, () => embed("Is this computed once only?")));
  expect(await computed(server)).toBe(before + 1);
});

test("a restart keeps the embeddings, and a cut-off last record does no harm", async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "openai-"));
  try {
    const first = await startOpenAi({ port: 0, dataDir });
    const input = ["Kept over a restart.", "So is this."];
    const before = await clientOf(first).embeddings.create({ model, input });
    await first.close();
    await appendFile(path.join(dataDir, "embeddings-en-0.2.0.bin"), Buffer.alloc(100, 7));
    const second = await startOpenAi({ port: 0, dataDir });
    const after = await clientOf(second).embeddings.create({ model, input });
    expect(after.data).toEqual(before.data);
    expect(await computed(second)).toBe(0);
    await second.close();
  } finally {
    await rm(dataDir, { recursive: true });
  }
});

test("a taken port is refused with EADDRINUSE", async () => {
  await expect(startOpenAi({ port: server.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

async function computed({ port }: LocalServer): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/__control/requests`);
  return ((await response.json()) as { embedded: number }).embedded;
}
