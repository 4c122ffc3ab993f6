import { expect, test } from "vitest";
import { windowLeft } from "./window-left.ts";

const now = Date.parse("2026-05-04T09:00:00.000Z");

test.each([
  ["2026-05-05T08:56:00.000Z", { state: "open", minutes: 1436 }],
  ["2026-05-04T10:00:00.000Z", { state: "open", minutes: 60 }],
  ["2026-05-04T09:59:59.000Z", { state: "soon", minutes: 59 }],
  ["2026-05-04T09:00:30.000Z", { state: "closed" }],
  ["2026-05-03T09:00:00.000Z", { state: "closed" }],
  [null, { state: "closed" }],
])("a window that closes at %s", (closesAt, expected) => {
  expect(windowLeft(closesAt, now)).toEqual(expected);
});
