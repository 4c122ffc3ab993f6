import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { z } from "zod";
import { topic } from "../topic.ts";
import { breakingChanges, snapshotTopics } from "./topic-snapshot.ts";

test("the committed snapshot is the topics' present form (after a change: npm run contracts)", async () => {
  const committed = JSON.parse(
    await readFile(new URL("../topics.snapshot.json", import.meta.url), "utf8"),
  ) as unknown;
  expect(snapshotTopics()).toEqual(committed);
});

function one(data: z.ZodType, version = 1) {
  return snapshotTopics({
    t: topic({ meaning: "test", version, namesTenant: true, data, dedupeKey: () => "" }),
  });
}

const before = one(z.object({ a: z.string(), b: z.enum(["x", "y"]).optional() }));

test("an optional property more breaks nobody", () => {
  const after = one(z.object({ a: z.string(), b: z.enum(["x", "y"]).optional(), c: z.int().optional() }));
  expect(breakingChanges(before, after)).toEqual([]);
});

test.each([
  ["a property gone", z.object({ a: z.string() }), "t.b is gone"],
  ["another type", z.object({ a: z.int(), b: z.enum(["x", "y"]).optional() }), "t.a has another form"],
  ["a word gone", z.object({ a: z.string(), b: z.enum(["x"]).optional() }), "t.b has another form"],
  ["a property required", z.object({ a: z.string(), b: z.enum(["x", "y"]) }), "t.b is required now"],
  [
    "one not sure any more",
    z.object({ a: z.string().optional(), b: z.enum(["x", "y"]).optional() }),
    "t.a may be missing now",
  ],
])("%s breaks readers", (_what, data, broken) => {
  expect(breakingChanges(before, one(data))).toContain(broken);
});

test("a raised version may change its form, and a lowered one may not", () => {
  expect(breakingChanges(before, one(z.object({ z: z.int() }), 2))).toEqual([]);
  expect(breakingChanges(one(z.object({ z: z.int() }), 2), before)).toEqual(["t went back to version 1"]);
});

test("a topic that is gone breaks its readers", () => {
  expect(breakingChanges(before, {})).toEqual(["t is gone"]);
});
