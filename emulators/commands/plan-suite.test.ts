import { expect, test } from "vitest";
import { planSuite } from "./plan-suite.ts";

const java21 = 'openjdk version "21.0.4" 2024-07-16';

test("with Java 21 and the internet the suite's Pub/Sub takes the place of ours, and its page runs", () => {
  expect(planSuite(java21, true)).toMatchObject({ emulators: ["auth", "hosting", "pubsub"], ui: true });
});

test.each([
  ['openjdk version "17.0.15" 2025-04-15', "it needs Java 21, this is 17"],
  ['java version "1.8.0_402"', "it needs Java 21, this is 1"],
  [undefined, "it needs Java 21, none was found"],
])("with %s ours runs, and it is said why", (version, reason) => {
  const { emulators, notes } = planSuite(version, true);
  expect(emulators).toEqual(["auth", "hosting"]);
  expect(notes.join("\n")).toContain(`Its Pub/Sub cannot run, so ours does: ${reason}.`);
});

test("without the internet neither the suite's Pub/Sub nor its page runs, and it is said", () => {
  const { emulators, ui, notes } = planSuite(java21, false);
  expect({ emulators, ui }).toEqual({ emulators: ["auth", "hosting"], ui: false });
  expect(notes.join("\n")).toContain("ours does: it cannot be downloaded");
});
