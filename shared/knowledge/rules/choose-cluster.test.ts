import { expect, test } from "vitest";
import { chooseCluster } from "./choose-cluster.ts";
import { clusterKey } from "./cluster-key.ts";

const known = ["Do you ship to Bali?", "What does delivery to Bandung cost?", "Parking?"].map((question) =>
  clusterKey(question, "en"),
);
const clusterOf = (question: string) => chooseCluster(clusterKey(question, "en"), known);

test.each([
  ["in the same words", "do you ship to bali", 0],
  ["with a word more", "Do you ship orders to Bali?", 0],
  ["with a word less", "Delivery to Bandung?", 1],
])("a question %s joins its cluster", (_name, question, cluster) => {
  expect(clusterOf(question)).toBe(known[cluster]);
});

test.each([
  ["another word in its place", "Do you ship to Java?"],
  ["another place", "What does delivery to Bali cost?"],
  ["two words more", "Do you ship bicycles overnight to Bali?"],
  ["a word beside the only one", "Free parking?"],
])("a question with %s is one of its own", (_name, question) => {
  expect(clusterOf(question)).toBe(clusterKey(question, "en"));
});
