import { expect, test } from "vitest";
import { readQuestion } from "./read-question.ts";

test.each([
  ["Hi", "greeting"],
  ["good morning team!", "greeting"],
  ["Halo kak", "greeting"],
  ["thanks a lot :)", "thanks"],
  ["ok, thank you", "thanks"],
  ["Bye!", "goodbye"],
  ["Can I speak to a real person please", "handoff"],
  ["saya mau bicara dengan admin", "handoff"],
  ["???", "unclear"],
])("%s is %s", (message, kind) => {
  expect(readQuestion(message, undefined)).toEqual({ kind });
});

test("a greeting before the question is left aside, on its own line or in the same one", () => {
  const expected = { kind: "questions", questions: [{ question: "do you ship to Bandung?" }] };
  expect(readQuestion("hello\ndo you ship to Bandung?", undefined)).toEqual(expected);
  expect(readQuestion("Hi there, do you ship to Bandung?", undefined)).toEqual(expected);
});

test("several questions stay apart, and one that leans on another comes with it", () => {
  expect(readQuestion("Do you ship to Bandung? How much is it?", undefined)).toEqual({
    kind: "questions",
    questions: [
      { question: "Do you ship to Bandung?" },
      { question: "How much is it?", about: "Do you ship to Bandung?" },
    ],
  });
  expect(readQuestion("and on Sunday?", "When do you open?")).toEqual({
    kind: "questions",
    questions: [{ question: "and on Sunday?", about: "When do you open?" }],
  });
});

test("a word of thanks inside a question does not make it small talk", () => {
  expect(readQuestion("Thanks, what is the price of tea?", undefined)).toMatchObject({ kind: "questions" });
  expect(readQuestion("Great deals on shoes?", undefined)).toMatchObject({ kind: "questions" });
});
