import { expect, test } from "vitest";
import { describeTone, readTone } from "./tone.ts";

test("known and unknown properties are kept, a line each", () => {
  expect(describeTone(readTone({ tone: "warm", emoji: true, maxEmoji: 2 }))).toBe(
    "- tone: warm\n- emoji: true\n- maxEmoji: 2",
  );
});

test.each([null, undefined, 7, "warm", { language: 7 }, { tone: "" }])(
  "a tone that cannot be read is none: %j",
  (stored) => {
    expect(describeTone(readTone(stored))).toBe("");
  },
);

test("a property that is long or has lines of its own is cut to one line", () => {
  const [line = ""] = describeTone(readTone({ style: `a\n\nb${"c".repeat(9_000)}` })).split("\n");
  expect(line).toMatch(/^- style: a bc+$/);
  expect(line.length).toBeLessThan(600);
});
