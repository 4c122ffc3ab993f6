import { expect, test } from "vitest";
import { parseContentRange } from "./content-range.ts";

test.each([
  [undefined, { kind: "whole" }],
  ["bytes */*", { kind: "query", total: undefined }],
  ["bytes */10", { kind: "query", total: 10 }],
  ["bytes 0-9/10", { kind: "chunk", start: 0, end: 9, total: 10 }],
  ["bytes 5-9/*", { kind: "chunk", start: 5, end: 9, total: undefined }],
  ["bytes 0-*/*", { kind: "chunk", start: 0, end: undefined, total: undefined }],
  ["bytes 0-*/10", { kind: "chunk", start: 0, end: undefined, total: 10 }],
])("%s", (header, range) => {
  expect(parseContentRange(header)).toEqual(range);
});

test("anything else is a bad request", () => {
  expect(() => parseContentRange("bytes 1/2/3")).toThrow(expect.objectContaining({ status: 400 }));
});
