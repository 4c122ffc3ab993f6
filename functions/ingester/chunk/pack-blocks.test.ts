import { describe, expect, test } from "vitest";
import { QUESTION_LEVEL, type Block } from "../blocks/block.ts";
import type { ChunkSize } from "./chunk-size.ts";
import { packBlocks } from "./pack-blocks.ts";

/** Counts words, which is as good as any. */
const size: ChunkSize = {
  enough: 12,
  limit: 20,
  wholeLimit: 50,
  longestRepeatedLead: 6,
  count: (text) => text.match(/\S+/g)?.length ?? 0,
};

const words = (count: number, word = "word") => `${Array.from({ length: count }, () => word).join(" ")}.`;
const heading = (text: string, level = 2): Block => ({ kind: "heading", level, text });
const paragraph = (text: string): Block => ({ kind: "paragraph", text });
const textsOf = (...blocks: Block[]) => packBlocks(blocks, size).map(({ text }) => text);

describe("a question with its answer", () => {
  test.each([
    ["by its place", heading("Delivery to Bandung", QUESTION_LEVEL)],
    ["by its mark", heading("Do you deliver to Bandung?")],
  ])("told %s stays whole, of several paragraphs and rows too", (_how, question) => {
    const answer = [paragraph(words(18)), { kind: "rows" as const, rows: [words(10), words(10)] }];
    expect(packBlocks([question, ...answer], size)).toHaveLength(1);
    expect(packBlocks([heading("Delivery"), ...answer], size).length).toBeGreaterThan(1);
  });

  test("of one paragraph longer than a chunk stays whole; beyond what can be whole it is cut, under its question", () => {
    const question = heading("Do you deliver?", QUESTION_LEVEL);
    const sentences = (count: number) => Array.from({ length: count }, () => words(5)).join(" ");
    expect(packBlocks([question, paragraph(sentences(10))], size)).toHaveLength(1);
    const parts = packBlocks([question, paragraph(sentences(24))], size);
    expect(parts.length).toBeGreaterThan(2);
    for (const { heading: above, text } of parts) {
      expect(above).toBe("Do you deliver?");
      expect(size.count(text)).toBeLessThanOrEqual(size.wholeLimit);
    }
  });
});

describe("a table", () => {
  const table = (rows: number): Block => ({
    kind: "rows",
    lead: "City | Price",
    rows: Array.from({ length: rows }, (_, at) => `City ${at} | Rp ${at}`),
  });

  test("stays whole where it is not too long, and else each part has its header and whole rows", () => {
    expect(textsOf(table(7))).toHaveLength(1);
    const parts = textsOf(table(40));
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      expect(part).toMatch(/^City \| Price\n(?:City \d+ \| Rp \d+(?:\n|$))+$/);
      expect(size.count(part)).toBeLessThanOrEqual(size.limit);
    }
  });
});

test("no chunk is longer than its limit, whatever has no place to be cut at", () => {
  const blocks = [paragraph("a".repeat(5_000)), paragraph("語".repeat(3_000)), paragraph(words(200, "w"))];
  const characters = { ...size, count: (text: string) => Math.ceil(text.length / 3) };
  for (const { text } of packBlocks(blocks, characters)) {
    expect(characters.count(text)).toBeLessThanOrEqual(size.limit);
  }
  const glued = packBlocks([paragraph("a".repeat(5_000))], characters).map(({ text }) => text);
  expect(glued.join("")).toBe("a".repeat(5_000));
});
