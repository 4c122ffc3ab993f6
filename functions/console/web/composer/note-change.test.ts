import { expect, test } from "vitest";
import { mentionedIn } from "./note-change.ts";

const people = [
  { id: "ayu", displayName: "Ayu Admin" },
  { id: "ayu-2", displayName: "Ayunda (Bali)" },
  { id: "jose", displayName: "José Núñez" },
  { id: "nobody", displayName: null },
];

test.each([
  ["@Ayu please look", ["ayu"]],
  ["ask @ayu admin, and @José", ["ayu", "jose"]],
  ["@Ayunda (Bali) knows", ["ayu-2"]],
  ["ayu@example.com wrote", []],
  ["nobody is named", []],
])("a note says whom it names: %s", (body, expected) => {
  expect(mentionedIn(body, people)).toEqual(expected);
});
