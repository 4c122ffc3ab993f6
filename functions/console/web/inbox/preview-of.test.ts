import { expect, test } from "vitest";
import { captionOf, previewOf } from "./preview-of.ts";

test.each([
  [{ type: "text", text: "[urgent] call me" }, "[urgent] call me"],
  [{ type: "image", text: "[image] Is this yours?" }, "Picture: Is this yours?"],
  [{ type: "image", text: "[image]" }, "Picture"],
  [{ type: "audio", text: "[voice message]" }, "Voice message"],
  [{ type: "text", text: "[deleted]" }, "Deleted by the customer"],
  [{ type: "order", text: "" }, "(order)"],
])("a message in one line: %j", (message, expected) => {
  expect(previewOf(message)).toBe(expected);
});

test("a caption stands without the kind of its file", () => {
  expect(captionOf("[image] [sic] red")).toBe("[sic] red");
});
