import { expect, test } from "vitest";
import { followUpContext } from "./follow-up-context.ts";

const before = "When is the shop open on Saturday?";

test.each([
  "and on Sunday?",
  "what about holidays?",
  "is it free?",
  "kalau hari Minggu?",
  "e no domingo?",
  "Sunday?",
])("a follow-up is searched for with what it follows: %s", (question) => {
  expect(followUpContext(question, before)).toBe(before);
});

test.each([
  "Do you deliver tents to Bandung?",
  "How much is the large tent with two rooms and a porch, and is it there?",
])("a question that stands alone has none: %s", (question) => {
  expect(followUpContext(question, before)).toBeUndefined();
});

test("without anything before it a question has no context", () => {
  expect(followUpContext("and on Sunday?", undefined)).toBeUndefined();
});
