import { inspect } from "node:util";
import { expect, test } from "vitest";
import { LlmInvalidReply, LlmUnavailable } from "../llm/llm.ts";
import { type Spending, startSpending } from "./unfinished-answer.ts";

const prompt = "p".repeat(400);
const away = new LlmUnavailable("away");

/** What counts as spent when it ends with this error after these steps. */
function spentAfter(steps: (spending: Spending) => void, error: unknown, isAborted = false) {
  const spending = startSpending();
  steps(spending);
  return spending.endUnfinished(error, isAborted).tokens;
}

test("before the model is asked nothing but the search is spent", () => {
  expect(spentAfter(() => undefined, away)).toEqual({ in: 0, out: 0, embedding: 0 });
  expect(spentAfter(({ searched }) => searched(7), away)).toEqual({ in: 0, out: 0, embedding: 7 });
});

test("a model that refused has taken nothing", () => {
  expect(spentAfter(({ asks }) => asks(prompt), away)).toMatchObject({ in: 0, out: 0 });
});

test("a model that was cut off has taken about what it had read and written", () => {
  const asked = ({ asks }: Spending) => asks(prompt);
  const heard = (spending: Spending) => {
    asked(spending);
    for (const reply of ["r".repeat(20), "r".repeat(40)]) spending.hears(reply);
  };
  expect(spentAfter(asked, new Error("left"), true)).toMatchObject({ in: 100, out: 0 });
  expect(spentAfter(heard, new Error("left"), true)).toMatchObject({ in: 100, out: 10 });
  expect(spentAfter(heard, away)).toMatchObject({ in: 100, out: 10 });
});

test("a reply that cannot be used has taken what the service counted", () => {
  const error = new LlmInvalidReply("length", { in: 90, out: 50 });
  const spent = spentAfter(({ asks, hears }) => [asks(prompt), hears("r".repeat(40))], error);
  expect(spent).toMatchObject({ in: 90, out: 50 });
});

test("the error tells the cause, and none of the words", () => {
  const spending = startSpending();
  spending.asks("secret prompt");
  const error = spending.endUnfinished(away, false);
  expect(error.cause).toBe(away);
  expect(inspect(error)).not.toContain("secret");
});
