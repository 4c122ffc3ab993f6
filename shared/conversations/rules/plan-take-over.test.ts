import { expect, test } from "vitest";
import { planTakeOver } from "./plan-take-over.ts";

test.each([
  ["a person's words take over and answer", "text", true, undefined, true, true],
  ["a person's picture does as well", "image", true, undefined, true, true],
  ["a person's template takes nothing over", "template", true, undefined, false, false],
  ["a person's reaction takes nothing over", "reaction", true, undefined, false, false],
  ["a template that is to take over does, and answers nothing", "template", true, true, true, false],
  ["a key's words take nothing over", "text", false, undefined, false, false],
  ["a key that speaks for a person takes over and answers", "text", false, true, true, true],
])("%s", (_name, type, isPerson, takeOver, takesOver, isTurn) => {
  expect(planTakeOver({ type, isPerson, takeOver })).toEqual({ takesOver, isTurn });
});
