import * as fc from "fast-check";
import { expect, test } from "vitest";
import { asArray, asObject, asText, asTime, property } from "./loose-json.ts";

test("readers of any JSON give what they say, or nothing, and never throw", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(["string", "undefined"]).toContain(typeof asText(value));
      expect(asText(value)).not.toBe("");
      expect(Array.isArray(asArray(value))).toBe(true);
      expect(Array.isArray(asObject(value))).toBe(false);
      expect(asTime(value)?.getTime()).not.toBeNaN();
      expect(property(value, "constructor")).not.toBe(Object);
    }),
  );
});

test("numbers are read as text, and text that is empty as missing", () => {
  expect([12, 0, "a", "", true, null, {}, Number.NaN].map(asText)).toEqual([
    "12",
    "0",
    "a",
    ...Array.from({ length: 5 }),
  ]);
});

test("only own properties are read", () => {
  expect(property(JSON.parse('{"__proto__":{"id":"1"}}'), "id")).toBeUndefined();
  expect(property({}, "toString")).toBeUndefined();
  expect(property(["a"], "0")).toBeUndefined();
  expect(property({ id: 0 }, "id")).toBe(0);
});

test("times are Unix seconds, as text or number, within what can be", () => {
  expect(asTime("1749416383")).toEqual(new Date(1_749_416_383_000));
  expect(asTime(1_749_416_383)).toEqual(new Date(1_749_416_383_000));
  expect(["", "x", "-1", 0, "1749416383000", null, [], true].map(asTime)).toEqual(Array.from({ length: 8 }));
});
