import { expect, test } from "vitest";
import { noticeText } from "./notices.ts";

test.each([
  ["pt", /colega/],
  ["pt-BR", /colega/],
  ["ID", /Rekan/],
  ["es-419", /compañero/],
  ["en-GB", /colleague/],
  ["ja", /colleague/],
  [undefined, /colleague/],
])("in the tenant's language, else in English: %s", (language, expected) => {
  expect(noticeText("technical", { llmConfig: {}, language })).toMatch(expected);
});

test("the tenant's own words come first, and only for the notice that they are for", () => {
  const llmConfig = { model: "x", notices: { technical: "Wir melden uns." } };
  expect(noticeText("technical", { llmConfig, language: "pt" })).toBe("Wir melden uns.");
  expect(noticeText("handoff", { llmConfig, language: "pt" })).toMatch(/colega/);
});

test.each([null, "x", { notices: { technical: "  " } }, { notices: { other: "x" } }])(
  "a setting that cannot be read is as good as none: %j",
  (llmConfig) => {
    expect(noticeText("technical", { llmConfig })).toMatch(/colleague/);
  },
);
