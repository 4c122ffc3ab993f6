import { expect, test } from "vitest";
import { noticeText, ownNoticeText } from "./notices.ts";

test("in the customer's language", () => {
  expect(noticeText("technical", { llmConfig: {}, language: "pt" })).toMatch(/Desculpe/);
  expect(noticeText("handoff", { llmConfig: {}, language: "ja" })).toMatch(/情報/);
});

test("the tenant's own words come first, and only for the notice that they are for", () => {
  const llmConfig = { model: "x", notices: { technical: "Wir melden uns." } };
  expect(noticeText("technical", { llmConfig, language: "pt" })).toBe("Wir melden uns.");
  expect(ownNoticeText("handoff", llmConfig)).toBeUndefined();
});

test.each([null, "x", { notices: { technical: "  " } }, { notices: { other: "x" } }])(
  "a setting that cannot be read is as good as none: %j",
  (llmConfig) => {
    expect(noticeText("technical", { llmConfig, language: "en" })).toMatch(/Sorry/);
  },
);
