import { expect, test } from "vitest";
import { chunkText } from "./chunk-text.ts";
import { loadChunkSize } from "./load-chunk-size.ts";

const model = "text-embedding-3-small";
const { count, limit, wholeLimit } = await loadChunkSize(model);

test("tokens are counted as OpenAI's embedding models count them", () => {
  // Of OpenAI's own cookbook on counting tokens, for cl100k_base.
  expect(count("antidisestablishmentarianism")).toBe(6);
  expect(count("2 + 2 = 4")).toBe(7);
  expect(count("お誕生日おめでとう")).toBe(9);
});

test("a model that reads little gets less at a time", async () => {
  expect((await loadChunkSize("all-MiniLM-L6-v2")).wholeLimit).toBeLessThan(wholeLimit);
});

test("what looks like a control token is text like any other", () => {
  expect(count("<|endoftext|>")).toBeGreaterThan(1);
});

test("a word or a gap of any length is counted", () => {
  for (const sign of ["a", "語", "👍", " ", "\n"]) {
    expect(count(`start ${sign.repeat(1_000_000)} end`)).toBeGreaterThanOrEqual(2);
  }
});

test.each([
  "We deliver to Bandung in two days. ",
  "Kami mengirim ke Bandung dalam dua hari. ",
  "配送は二日かかります。",
])("chunks of %j are within the model's size, each sentence in one, and the same again", (sentence) => {
  const document = { kind: "text" as const, pages: [{ text: sentence.repeat(300) }] };
  const chunks = chunkText(document, { count, limit, wholeLimit, enough: 75, longestRepeatedLead: 40 });
  expect(chunks.length).toBeGreaterThan(10);
  for (const { text } of chunks) {
    expect(count(text)).toBeLessThanOrEqual(limit);
    expect(`${text} `.replaceAll(sentence, "").replaceAll(sentence.trim(), "").trim()).toBe("");
  }
  expect(chunkText(document, { count, limit, wholeLimit, enough: 75, longestRepeatedLead: 40 })).toEqual(
    chunks,
  );
});
