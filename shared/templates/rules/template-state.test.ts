import { expect, test } from "vitest";
import { refuseTemplate, templateStateOf } from "./template-state.ts";

test.each([
  ["APPROVED", undefined],
  ["approved", undefined],
  ["FLAGGED", undefined],
  ["REINSTATED", undefined],
  ["PAUSED", "template-paused"],
  ["PENDING_DELETION", "template-pending-deletion"],
  ["NOT_FOUND", "template-not-found"],
])("a template that is %s is refused as %s", (status, reason) => {
  expect(refuseTemplate(status)).toBe(reason);
});

test("each error that tells of a template's state refuses the next send with it; others say nothing of it", () => {
  for (const code of [132001, 132015, 132016]) {
    expect(refuseTemplate(templateStateOf(code) ?? "APPROVED")).toMatch(/^template-/);
  }
  expect([131026, 132000, 0].map(templateStateOf)).toEqual([undefined, undefined, undefined]);
});
