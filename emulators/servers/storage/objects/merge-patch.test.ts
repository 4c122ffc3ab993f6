import { expect, test } from "vitest";
import { mergePatch } from "./merge-patch.ts";

test("null removes, objects merge, lists and values replace", () => {
  const before = { contentType: "text/plain", metadata: { a: "1", b: "2" }, cors: [{ maxAgeSeconds: 1 }] };
  const patch = { contentType: null, metadata: { b: null, c: "3" }, cors: [] };
  expect(mergePatch(before, patch)).toEqual({ metadata: { a: "1", c: "3" }, cors: [] });
  expect(before.metadata).toEqual({ a: "1", b: "2" });
});
