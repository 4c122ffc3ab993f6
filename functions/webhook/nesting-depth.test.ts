import * as fc from "fast-check";
import { expect, test } from "vitest";
import { nestingDepth } from "./nesting-depth.ts";

function slowDepth(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(slowDepth));
}

test("the depth is that of the value, however its strings look", () => {
  const strings = fc.oneof(
    fc.string({ unit: fc.constantFrom("[", "]", "{", "}", '"', "\\", "é", "👋") }),
    fc.string(),
  );
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      strings,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(strings, tie("value"), { maxKeys: 3 }),
    ),
  })).value;
  fc.assert(
    fc.property(values, (value) => nestingDepth(Buffer.from(JSON.stringify(value))) === slowDepth(value)),
  );
});

test("a text without an end is no reason to go on", () => {
  expect(nestingDepth(Buffer.from('[[["abc\\'))).toBe(3);
});
