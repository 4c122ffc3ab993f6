import { expect, test } from "vitest";
import { chooseFusion } from "./choose-fusion.ts";

test.each([
  ["text-embedding-3-small", "id", "dbsf"],
  ["text-embedding-3-small", undefined, "dbsf"],
  ["bundled-english", "en-GB", "dbsf"],
  ["bundled-english", "pt-BR", "words"],
  ["bundled-english", undefined, "rrf"],
  ["all-MiniLM-L6-v2", "es", "words"],
  ["some-new-model", "en", "rrf"],
])("%s with %s is fused by %s", (model, language, method) => {
  expect(chooseFusion(model, language).method).toBe(method);
});
