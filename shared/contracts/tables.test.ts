import { expect, test } from "vitest";
import { functions } from "./functions.ts";
import { listSubscriptions } from "./subscriptions.ts";
import { analyticsTopics, describeTable, tableIdOf } from "./tables.ts";
import { topicNames, topics } from "./topics.ts";

test("every topic marked for analytics has a table, and wakes the function that fills it", () => {
  const marked = topicNames.filter((name) => topics[name].analytics);
  expect(analyticsTopics.toSorted()).toEqual(marked.toSorted());
  expect(functions.analytics.trigger.topics).toEqual(analyticsTopics);
});

test("of conversations only what the table tells is delivered", () => {
  const filters = listSubscriptions().map(({ name, filter }) => [name, filter]);
  expect(filters.filter(([, filter]) => filter !== undefined)).toEqual([
    ["conversation.changed.analytics", expect.stringContaining("handling") as string],
  ]);
});

test.each(analyticsTopics)("the table of %s is as BigQuery allows", (topic) => {
  const { fields, partitioning, clustering } = describeTable(topic);
  const names = fields.map(({ name }) => name);
  expect(tableIdOf(topic)).toMatch(/^[a-z_]+$/);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain(partitioning.field);
  expect(clustering.length).toBeLessThanOrEqual(4);
  for (const name of clustering) expect(names).toContain(name);
});

test.each(analyticsTopics)("the table of %s has no column for words, names or numbers of people", (topic) => {
  const names = describeTable(topic).fields.map(({ name }) => name);
  expect(names.filter((name) => /text|body|phone|wamid|recipient|contact|email|raw|name/.test(name))).toEqual(
    [],
  );
});
