import { beforeAll, expect, test } from "vitest";
import { ownContracts } from "./context.ts";
import { type Collected, collectResources } from "./testing/collect-resources.ts";
import { findViolations } from "./testing/find-violations.ts";

let plan: Collected[];

beforeAll(async () => {
  plan = await collectResources("prod");
}, 300_000);

/** The function with another part of its configuration; undefined for every other resource. */
function withConfig(resource: Collected, name: string, change: object): Collected | undefined {
  if (!resource.type.endsWith("/function:Function") || resource.name !== name) return undefined;
  const serviceConfig = { ...(resource.inputs["serviceConfig"] as object), ...change };
  return { ...resource, inputs: { ...resource.inputs, serviceConfig } };
}

function withSecrets(resource: Collected, name: string, secrets: { key: string }[]): Collected | undefined {
  return withConfig(resource, name, { secretEnvironmentVariables: secrets });
}

test("the rules find nothing in what the program makes", () => {
  expect(findViolations(plan, ownContracts)).toEqual([]);
});

test.each<[string, (resource: Collected) => Collected | undefined, RegExp]>([
  [
    "a public bucket",
    (it) =>
      it.type.endsWith(":Bucket")
        ? { ...it, inputs: { ...it.inputs, publicAccessPrevention: "inherited" } }
        : undefined,
    /documents could be public/,
  ],
  [
    "a database that can be deleted",
    (it) => (it.type.endsWith(":DatabaseInstance") ? { ...it, protect: false } : undefined),
    /DatabaseInstance crm is not protected/,
  ],
  [
    "a caller that is everybody",
    (it) =>
      it.name === "sender:pubsub" ? { ...it, inputs: { ...it.inputs, member: "allUsers" } } : undefined,
    /anybody may call crm-sender/,
  ],
  [
    "a push in another's name",
    (it) =>
      it.name === "message.queued.sender"
        ? { ...it, inputs: { ...it.inputs, pushConfig: { pushEndpoint: "https://elsewhere.example" } } }
        : undefined,
    /message.queued.sender pushes elsewhere/,
  ],
  [
    "a topic that keeps nothing",
    (it) =>
      it.name === "message.queued"
        ? { ...it, inputs: { ...it.inputs, messageRetentionDuration: "600s" } }
        : undefined,
    /message.queued is not kept/,
  ],
  [
    "a right that nobody declared",
    (it) =>
      it.name === "status:cloudsql" ? { ...it, inputs: { ...it.inputs, role: "roles/editor" } } : undefined,
    /status has roles\/editor on the instance[^]*status lacks roles\/cloudsql\.client/,
  ],
  ["a secret that is missing", (it) => withSecrets(it, "status", []), /status lacks DATABASE_URL/],
  [
    "a secret that is not listed",
    (it) => withSecrets(it, "status", [{ key: "DATABASE_URL" }, { key: "OPENAI_API_KEY" }]),
    /status has OPENAI_API_KEY, which it does not list/,
  ],
  [
    "events that can get lost",
    (it) =>
      it.name === "message.queued.sender"
        ? { ...it, inputs: { ...it.inputs, deadLetterPolicy: undefined } }
        : undefined,
    /message.queued.sender has no dead letters/,
  ],
  [
    "a filter that is missing",
    (it) =>
      it.name === "conversation.changed.analytics"
        ? { ...it, inputs: { ...it.inputs, filter: undefined } }
        : undefined,
    /conversation.changed.analytics lets other events through/,
  ],
  [
    "a private function that takes traffic from outside",
    (it) => withConfig(it, "sender", { ingressSettings: "ALLOW_ALL" }),
    /sender takes traffic from outside/,
  ],
  [
    "a roll-out that the database has no connections for",
    (it) => withConfig(it, "inbound", { maxInstanceCount: 60 }),
    /two versions open \d+ connections of 500/,
  ],
  [
    "an instance whose requests wait for one connection",
    (it) => withConfig(it, "usage", { maxInstanceRequestConcurrency: 500 }),
    /requests of usage starve/,
  ],
  [
    "a topic that everybody may read",
    (it) =>
      it.name === "status:conversation.changed"
        ? { ...it, inputs: { ...it.inputs, member: "allAuthenticatedUsers" } }
        : undefined,
    /status:conversation.changed is for everybody/,
  ],
  [
    "a table of which all days can be read at once",
    (it) =>
      it.name === "usage_recorded"
        ? { ...it, inputs: { ...it.inputs, requirePartitionFilter: false } }
        : undefined,
    /all days of usage.recorded can be read at once/,
  ],
  [
    "a table whose days never end",
    (it) =>
      it.name === "usage_recorded"
        ? { ...it, inputs: { ...it.inputs, timePartitioning: { type: "DAY", field: "occurred_at" } } }
        : undefined,
    /the days of usage.recorded never end/,
  ],
  [
    "a table that can be deleted",
    (it) => (it.name === "usage_recorded" ? { ...it, protect: false } : undefined),
    /Table usage_recorded is not protected/,
  ],
])("the rules find %s", (_what, change, expected) => {
  const changed = plan.map((resource) => change(resource) ?? resource);
  expect(findViolations(changed, ownContracts).join("\n")).toMatch(expected);
});
