import { expect, test } from "vitest";
import { planSuite } from "./plan-suite.ts";

test("with Java 21 the suite's Pub/Sub takes the place of ours", () => {
  expect(planSuite('openjdk version "21.0.4" 2024-07-16').emulators).toEqual(["auth", "hosting", "pubsub"]);
});

test.each([
  ['openjdk version "17.0.15" 2025-04-15', "this is 17"],
  ['java version "1.8.0_402"', "this is 1"],
  [undefined, "none was found"],
])("with %s ours runs, and it is said why", (version, reason) => {
  const { emulators, notes } = planSuite(version);
  expect(emulators).toEqual(["auth", "hosting"]);
  expect(notes.join("\n")).toContain(`needs Java 21 (${reason}), so ours runs`);
});
