import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countWords, documentSparseVector, querySparseVector } from "./sparse-vector.ts";

/** How many of the question's words the text has. */
function shared(text: string, question: string): number {
  const { indices } = documentSparseVector(text, { averageLength: 10 });
  return querySparseVector(question).indices.filter((index) => indices.includes(index)).length;
}

test.each([
  ["case", "Free DELIVERY", "free delivery", 2],
  ["accents in the text", "Envíos a São Paulo", "envios a sao paulo", 4],
  ["accents in the question", "envios", "envíos", 1],
  ["composed and decomposed letters", "cafe\u0301", "caf\u00e9", 1],
  ["compatibility forms", "ＡＢＣ ①", "abc 1", 2],
  ["punctuation", "Ready-made (really)!", "ready made really", 3],
  ["numbers", "Rp 25.000", "25 000", 2],
])("a question finds the same words whatever the %s", (_name, text, question, expected) => {
  expect(shared(text, question)).toBe(expected);
});

test("question words and other small words count like any word", () => {
  expect(querySparseVector("how do I pay when it is late").indices).toHaveLength(8);
});

test("accents that make another letter outside of Latin and Greek stay", () => {
  expect(shared("мой", "мои")).toBe(0);
});

test("words are found in scripts that do not put spaces between them", () => {
  expect(shared("我们提供免费送货服务", "免费 送货")).toBe(2);
  expect(shared("ร้านเปิดทุกวัน", "เปิด")).toBe(1);
});

/** The weight of the first word in a collection whose texts have four words. */
function weigh(text: string): number {
  return documentSparseVector(text, { averageLength: 4 }).values[0] ?? Number.NaN;
}

describe("a text's weights", () => {
  test("are those of BM25 with k1 = 1.2 and b = 0.75", () => {
    const { values } = documentSparseVector("red red blue green", { averageLength: 8 });
    const norm = 1.2 * (1 - 0.75 + 0.75 * (4 / 8));
    expect(values[0]).toBeCloseTo((2 * 2.2) / (2 + norm), 10);
    expect(values[1]).toBeCloseTo(2.2 / (1 + norm), 10);
  });

  test("grow with repetition, ever less, and shrink with the length of the text", () => {
    const [once, twice, thrice] = [weigh("a b c d"), weigh("a a c d"), weigh("a a a d")];
    expect(twice).toBeGreaterThan(once);
    expect(thrice - twice).toBeLessThan(twice - once);
    expect(weigh("a b c d e f g h")).toBeLessThan(once);
  });

  test("are finite for an average length that makes no sense", () => {
    expect(documentSparseVector("a", { averageLength: 0 }).values).toEqual([1]);
  });
});

test("nothing but punctuation gives an empty vector", () => {
  expect(querySparseVector("?! 👍")).toEqual({ indices: [], values: [] });
  expect(countWords("?! 👍")).toBe(0);
});

test("every text gives a vector that Qdrant accepts: unique 32-bit indices, as many positive values", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      for (const { indices, values } of [
        documentSparseVector(text, { averageLength: 20 }),
        querySparseVector(text),
      ]) {
        expect(new Set(indices).size).toBe(indices.length);
        expect(values).toHaveLength(indices.length);
        expect(indices.every((index) => Number.isInteger(index) && index >= 0 && index < 2 ** 32)).toBe(true);
        expect(values.every((value) => value > 0 && Number.isFinite(value))).toBe(true);
      }
    }),
  );
});

test("the index of a word is that of Qdrant's own BM25", () => {
  // abs of murmur3 as a signed number: 0xb3dd93fa is negative, 0x3c2569b2 is not.
  expect(querySparseVector("abc a").indices).toEqual([0x4c226c06, 0x3c2569b2]);
});

test("the words of the question before count half, unless they are asked for again", () => {
  const asked = querySparseVector("repair cost", { context: "tent cost" });
  const weightOf = (word: string) =>
    asked.values[asked.indices.indexOf(querySparseVector(word).indices[0] ?? -1)];
  expect([weightOf("tent"), weightOf("cost"), weightOf("repair")]).toEqual([0.5, 1, 1]);
});
