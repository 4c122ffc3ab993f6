import { describe, expect, test } from "vitest";
import { findStemmer } from "./find-stemmer.ts";
import { documentSparseVector, querySparseVector } from "../knowledge/rules/sparse-vector.ts";

test.each([
  ["en", "deliveries", "delivery"],
  ["es-MX", "envíos", "envío"],
  ["pt_BR", "entregas", "entrega"],
  ["id", "pengiriman", "mengirim"],
  ["de", "lieferungen", "lieferung"],
])("%s: %s and %s have one stem", (language, a, b) => {
  const stem = findStemmer(language);
  expect(stem?.(a)).toBe(stem?.(b));
  expect(stem?.(a)).toBeTypeOf("string");
});

test.each(["xx", "", undefined])("%j has no stemmer", (language) => {
  expect(findStemmer(language)).toBeUndefined();
});

describe("with a language, a question", () => {
  test.each([
    ["another form of the word", "es", "Hacemos envíos", "envío"],
    ["the accent left out, where a stemmer needs it", "es", "Más información", "informacion"],
    ["the accent written", "es", "Más información", "informaciones"],
  ])("finds a text by %s", (_name, language, text, question) => {
    const { indices } = documentSparseVector(text, { averageLength: 5, language });
    expect(indices).toEqual(expect.arrayContaining(querySparseVector(question, { language }).indices));
  });
});
