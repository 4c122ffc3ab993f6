import { expect, test } from "vitest";
import { numberPace, nextThroughput } from "./send-pace.ts";

test.each([
  ["HIGH", 1_000],
  ["high", 1_000],
  ["STANDARD", 80],
  ["COEXISTENCE", 20],
  ["NOT_APPLICABLE", 80],
  ["a word to come", 80],
  [null, 80],
])("a number of the level %s sends so many messages a second: %i", (level, perSecond) => {
  expect(numberPace(level)).toEqual({ everyMs: 1_000 / perSecond, burst: perSecond });
});

test("a number that is known to be used in the phone app keeps that level until it is told not to be", () => {
  const told = { throughputLevel: "STANDARD" };
  expect(nextThroughput("COEXISTENCE", told)).toBe("COEXISTENCE");
  expect(nextThroughput("COEXISTENCE", { ...told, isUsedInApp: false })).toBe("STANDARD");
  expect(nextThroughput("STANDARD", { throughputLevel: "HIGH" })).toBe("HIGH");
  expect(nextThroughput("STANDARD", { isUsedInApp: true })).toBe("COEXISTENCE");
  expect(nextThroughput(null, {})).toBeNull();
});
