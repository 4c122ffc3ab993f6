import { expect, test } from "vitest";
import { readLlmSettings } from "./llm-settings.ts";

const platform = { dailyTokenLimit: 1_000 };

test("a tenant's own settings count", () => {
  const own = { model: "gpt-5", temperature: 0.7, maxTokens: 300, dailyTokenLimit: 100 };
  expect(readLlmSettings(own, platform)).toEqual(own);
});

test("no tenant raises its limit above the platform's", () => {
  expect(readLlmSettings({ dailyTokenLimit: 9_999 }, platform).dailyTokenLimit).toBe(1_000);
});

test.each([undefined, null, "x", { temperature: 9, model: "", maxTokens: "many" }])(
  "what cannot be read is not set: %j",
  (stored) => {
    expect(readLlmSettings(stored, platform)).toEqual({
      temperature: 0.2,
      maxTokens: 700,
      dailyTokenLimit: 1_000,
    });
  },
);
