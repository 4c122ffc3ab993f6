import { beforeAll, expect, test } from "vitest";
import type { FunctionDeclaration } from "../shared/contracts/functions.ts";
import { type Contracts, ownContracts } from "./context.ts";
import { type Collected, collectResources } from "./testing/collect-resources.ts";
import { findViolations } from "./testing/find-violations.ts";

/** What a function that holds connections open would declare, were it not there. */
const declared: FunctionDeclaration = {
  meaning: "Tells browsers of what changes",
  trigger: { kind: "event", topics: ["conversation.changed"] },
  emits: [],
  variables: ["DATABASE_URL", "DATABASE_POOL_MAX", "FIREBASE_PROJECT_ID"],
  invoker: "public",
  timeoutSeconds: 60,
  memoryMiB: 512,
  concurrency: 500,
  minInstances: 1,
  maxInstances: 10,
  localPort: 0,
};
const contracts: Contracts = {
  functions: { ...ownContracts.functions, realtime: declared },
  subscriptions: [
    ...ownContracts.subscriptions.filter(({ name }) => name !== "conversation.changed.realtime"),
    ...ownContracts.subscriptions
      .filter(({ name }) => name === "conversation.changed.analytics")
      .map(({ filter: _filter, ...subscription }) => ({
        ...subscription,
        name: "conversation.changed.realtime",
        pushTo: "realtime" as never,
      })),
  ],
};
let plan: Collected[];

beforeAll(async () => {
  plan = await collectResources("prod", { contracts });
}, 300_000);

function find(type: string, name: string): Record<string, unknown> | undefined {
  return plan.find((resource) => resource.type.endsWith(type) && resource.name === name)?.inputs;
}

test("realtime is a service of Cloud Run, whose connections live for an hour and meet the same instance again", () => {
  expect(find("/function:Function", "realtime")).toBeUndefined();
  expect(find("/service:Service", "realtime")).toMatchObject({
    name: "crm-realtime",
    ingress: "INGRESS_TRAFFIC_ALL",
    template: {
      timeout: "3600s",
      sessionAffinity: true,
      maxInstanceRequestConcurrency: 500,
      scaling: { minInstanceCount: 1, maxInstanceCount: 8 },
    },
  });
});

test("it runs the built folder on Node's own image, which it may read and not change", () => {
  const { template } = find("/service:Service", "realtime") as {
    template: {
      containers: { image: string; commands: string[] }[];
      volumes: { gcs: { readOnly: boolean } }[];
    };
  };
  const [container] = template.containers;
  expect(container?.image).toMatch(/\/node:24\.\d+\.\d+-slim$/);
  expect(container?.commands).toEqual([
    "node",
    "--enable-source-maps",
    expect.stringMatching(/^\/code\/functions\/realtime\/\w{16}\/index\.mjs$/),
  ]);
  expect(template.volumes.map(({ gcs }) => gcs.readOnly)).toEqual([true]);
  expect(find(":BucketIAMMember", "realtime:sources")).toMatchObject({ role: "roles/storage.objectViewer" });
});

test("browsers may call it, and Pub/Sub in its own name", () => {
  expect(find(":ServiceIamMember", "realtime:public")).toMatchObject({
    name: "crm-realtime",
    member: "allUsers",
  });
  expect(find(":ServiceIamMember", "realtime:pubsub")).toMatchObject({ name: "crm-realtime" });
  expect(find("/subscription:Subscription", "conversation.changed.realtime")).toMatchObject({
    pushConfig: { pushEndpoint: "https://crm-realtime.run.app" },
  });
});

test("it is looked at from outside, and every rule holds for it as for a function", () => {
  expect(find("/uptimeCheckConfig:UptimeCheckConfig", "realtime")).toMatchObject({
    httpCheck: { path: "/health" },
  });
  expect(findViolations(plan, contracts)).toEqual([]);
});
