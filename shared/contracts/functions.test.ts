import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type FunctionDeclaration, functionNames, functions } from "./functions.ts";
import { listSubscriptions } from "./subscriptions.ts";
import { deadLetterTopicOf, topicNames } from "./topics.ts";

const folder = new URL("../../functions/", import.meta.url);

test("every declared function has its folder, and every folder is declared", () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).toSorted()).toEqual(functionNames.toSorted());
});

test.each(functionNames)(
  "%s has a short index.ts that registers what services.ts composes, a README and a test",
  (name) => {
    const index = readFileSync(new URL(`${name}/index.ts`, folder), "utf8");
    expect(index.split("\n").length).toBeLessThanOrEqual(16);
    const services = readFileSync(new URL(`${name}/services.ts`, folder), "utf8");
    expect(services).toContain(`compose("${name}", {`);
    expect(index).toContain('from "./services.ts"');
    expect(readFileSync(new URL(`${name}/README.md`, folder), "utf8").split("\n").length).toBeLessThanOrEqual(
      26,
    );
    const tests = ["handle.test.ts", "app.test.ts"].map((file) =>
      existsSync(new URL(`${name}/${file}`, folder)),
    );
    expect(tests).toContain(true);
  },
);

test("no two functions share a local port", () => {
  const ports = functionNames.map((name) => functions[name].localPort);
  expect(new Set(ports).size).toBe(ports.length);
});

test("only what Meta, browsers and users call is public", () => {
  const publicOnes = functionNames.filter(
    (name) => (functions[name] as FunctionDeclaration).invoker === "public",
  );
  expect(["webhook", "api", "realtime", "console"]).toEqual(expect.arrayContaining(publicOnes));
});

test("a consumer of a topic has a subscription of its own, with dead letters that are kept", () => {
  const subscriptions = listSubscriptions();
  for (const name of functionNames) {
    const { trigger }: FunctionDeclaration = functions[name];
    if (trigger.kind !== "event") continue;
    for (const topic of trigger.topics) {
      const own = subscriptions.find((subscription) => subscription.name === `${topic}.${name}`);
      expect(own?.deadLetter?.topic).toBe(deadLetterTopicOf(topic));
    }
  }
  for (const topic of topicNames) {
    expect(subscriptions.some((subscription) => subscription.topic === deadLetterTopicOf(topic))).toBe(true);
  }
});

test("the webhook publishes nothing that no function takes up", () => {
  const taken = new Set<string>(listSubscriptions().map(({ topic }) => topic));
  for (const topic of functions.webhook.emits) expect(taken).toContain(topic);
});

test("maintenance may publish whatever a function with a database leaves in the outbox", () => {
  const mayPublish: readonly string[] = functions.maintenance.emits;
  for (const name of functionNames) {
    const { emits, variables }: FunctionDeclaration = functions[name];
    if (!variables.includes("DATABASE_URL")) continue;
    for (const topic of emits) expect(mayPublish, name).toContain(topic);
  }
});
