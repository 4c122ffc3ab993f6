import { expect, test } from "vitest";
import { clusterKey } from "./cluster-key.ts";

test("questions for the same thing in other words' order and forms are one cluster", () => {
  expect(clusterKey("Do you have gift wrapping?", "en")).toBe(
    clusterKey("gifts wrapped, do you have that?", "en"),
  );
  expect(clusterKey("Apakah ada bungkus kado?", "id")).toBe(clusterKey("bungkus kado ada?", "id"));
  expect(clusterKey("Do you ship to Bandung?", "en")).not.toBe(clusterKey("Do you ship to Medan?", "en"));
});

test("a question of short words only still has a key", () => {
  expect(clusterKey("is it ok?", "en")).toBe("ok");
  expect(clusterKey("is it you?", "en")).not.toBe("");
  expect(clusterKey("was ist das?", undefined)).not.toBe("");
});
