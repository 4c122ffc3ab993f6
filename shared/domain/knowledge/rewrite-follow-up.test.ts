import { expect, test } from "vitest";
import { rewriteFollowUp } from "./rewrite-follow-up.ts";

const before = "When is the shop open on Saturday?";

test.each([
  "and on Sunday?",
  "what about holidays?",
  "is it free?",
  "kalau hari Minggu?",
  "e no domingo?",
  "Sunday?",
])("a follow-up is searched for with what it follows: %s", (question) => {
  expect(rewriteFollowUp(question, before)).toBe(`${before}\n${question}`);
});

test.each([
  "Do you deliver tents to Bandung?",
  "How much is the large tent with two rooms and a porch, and is it there?",
])("a question that stands alone is searched for as it is: %s", (question) => {
  expect(rewriteFollowUp(question, before)).toBe(question);
});

test("without anything before it a question stays as it is", () => {
  expect(rewriteFollowUp("and on Sunday?", undefined)).toBe("and on Sunday?");
});
