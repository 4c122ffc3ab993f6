import { expect, test } from "vitest";
import { embedQuestion } from "./embed-question.ts";

function llmOf(known: Record<string, number[]>) {
  const asked: (readonly string[])[] = [];
  return {
    asked,
    embed: async (texts: readonly string[]) => {
      asked.push(texts);
      return Promise.resolve({
        vectors: texts.flatMap((text) => (known[text] ? [known[text]] : [])),
        tokens: texts.length,
      });
    },
  };
}

test("a question that stands alone has its own vector", async () => {
  const llm = llmOf({ "Open on Sunday?": [1, 0] });
  expect(await embedQuestion({ question: "Open on Sunday?" }, llm)).toEqual({ vector: [1, 0], tokens: 1 });
});

test("one that leans on another stands midway, by a single request", async () => {
  const llm = llmOf({ "and Sunday?": [1, 0], "Open on Saturday?\nand Sunday?": [0, 1] });
  const context = "Open on Saturday?";
  expect(await embedQuestion({ question: "and Sunday?", context }, llm)).toEqual({
    vector: [0.5, 0.5],
    tokens: 2,
  });
  expect(llm.asked).toHaveLength(1);
});

test("a service that gives no vector is an error", async () => {
  await expect(embedQuestion({ question: "?" }, llmOf({}))).rejects.toThrow("no vector");
});
