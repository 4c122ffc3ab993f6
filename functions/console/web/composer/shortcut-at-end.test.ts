import { expect, test } from "vitest";
import { shortcutAtEnd, withReply } from "./shortcut-at-end.ts";

test.each([
  ["#", ""],
  ["#Jam", "jam"],
  ["Halo kak\n#jam-buka", "jam-buka"],
  ["order #12 is ready", undefined],
  ["a#b", undefined],
  ["", undefined],
])("what is typed behind a # at the end of %j", (text, expected) => {
  expect(shortcutAtEnd(text)).toBe(expected);
});

test("the reply takes the shortcut's place, whatever stands in it", () => {
  expect(withReply("Halo #jam", "We cost $& and $1.")).toBe("Halo We cost $& and $1.");
});
