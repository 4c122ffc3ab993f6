import { expect, test } from "vitest";
import { numberPace } from "./send-pace.ts";

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
