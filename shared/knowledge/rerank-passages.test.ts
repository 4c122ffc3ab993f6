import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createReranker, type Reranker } from "../llm/rerank.ts";
import { startTestOpenAi, type TestOpenAi } from "../../emulators/testing/openai.ts";
import { createLog } from "../runtime/log.ts";
import { rerankPassages } from "./rerank-passages.ts";

const question = "How much does it cost to send a parcel?";
const passages = [
  { title: "shop.md", text: "We open at nine in the morning.", score: 2 },
  { title: "shop.md", text: "Shipping a package costs Rp 25,000.", score: 1 },
];

let openai: TestOpenAi;
let lines: string[] = [];
const log = createLog({
  functionName: "test",
  projectId: "test",
  level: "debug",
  destination: { write: (line: string) => void lines.push(line) },
});

beforeAll(async () => {
  openai = await startTestOpenAi();
});
afterEach(async () => {
  lines = [];
  await openai.faults([]);
});
afterAll(async () => openai.close());

function reranker(timeoutMs = 20_000): Reranker {
  return createReranker({ baseUrl: openai.url, apiKey: "test", model: "rerank", timeoutMs });
}

test("passages come in the service's order, with its scores", async () => {
  const ranked = await rerankPassages(question, passages, { reranker: reranker(), log });
  expect(ranked.map(({ text }) => text)).toEqual([passages[1]?.text, passages[0]?.text]);
  expect(ranked[0]?.score).toBeLessThanOrEqual(1);
  expect(lines).toEqual([]);
});

test("without a service they stay as they are", async () => {
  expect(await rerankPassages(question, passages, { reranker: undefined, log })).toEqual(passages);
});

test.each([
  ["fails", { status: 500 }, 20_000],
  ["takes too long", { hang: true }, 50],
  ["answers something else", { truncate: true }, 20_000],
])(
  "a service that %s leaves them as they are, and the log says so without their words",
  async (_name, fault, timeoutMs) => {
    await openai.faults([{ endpoint: "rerank", ...fault }]);
    expect(await rerankPassages(question, passages, { reranker: reranker(timeoutMs), log })).toEqual(
      passages,
    );
    expect(lines).toHaveLength(1);
    expect(lines.join("")).not.toMatch(/parcel|Shipping/);
  },
);
