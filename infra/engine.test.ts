import { beforeAll, describe, expect, test } from "vitest";
import { findDisorder, orderRules } from "./testing/order-rules.ts";
import type { Registered } from "./testing/pulumi-engine.ts";
import type { StackName } from "./testing/read-example.ts";
import { type Run, runProgram } from "./testing/run-program.ts";

const stacks: StackName[] = ["dev", "staging", "prod"];
const previews = new Map<StackName, Run>();
const ups = new Map<StackName, Run>();

beforeAll(async () => {
  for (const stack of stacks) {
    const [preview, up] = await Promise.all([
      runProgram(stack, { command: "preview" }),
      runProgram(stack, { command: "up" }),
    ]);
    previews.set(stack, preview);
    ups.set(stack, up);
  }
}, 300_000);

function runOf(runs: Map<StackName, Run>, stack: StackName): Run {
  const run = runs.get(stack);
  if (run === undefined) throw new Error(`${stack} did not run`);
  return run;
}

describe.each(stacks)("pulumi's launcher, with the stack %s,", (stack) => {
  test("ends well in a preview and in an up, which ask for the same", () => {
    const [preview, up] = [runOf(previews, stack), runOf(ups, stack)];
    expect([preview.exitCode, up.exitCode], [...preview.messages, ...up.messages].join("\n")).toEqual([0, 0]);
    expect(up.registered.length).toBeGreaterThan(200);
    expect(preview.registered.map(({ urn }) => urn).toSorted()).toEqual(
      up.registered.map(({ urn }) => urn).toSorted(),
    );
  });

  test("asks nothing of a service of Google that may still be off", () => {
    expect(runOf(previews, stack).asked).toEqual([]);
    expect(runOf(ups, stack).asked).not.toEqual([]);
  });

  test.each(Object.entries(orderRules))("keeps to this: %s", (_rule, findBroken) => {
    expect(findBroken(runOf(ups, stack).registered)).toEqual([]);
  });
});

/** The prod stack's plan, with one resource otherwise. */
function changing(
  type: string,
  name: string,
  change: (made: Registered) => Partial<Registered>,
): Registered[] {
  const plan = runOf(ups, "prod").registered;
  expect(plan.filter((made) => made.type.endsWith(type) && made.name === name)).toHaveLength(1);
  return plan.map((made) =>
    made.type.endsWith(type) && made.name === name ? { ...made, ...change(made) } : made,
  );
}

function waitingForAllBut(...parts: string[]): (made: Registered) => Partial<Registered> {
  return ({ waitsFor }) => ({
    waitsFor: waitsFor.filter((urn) => !parts.some((part) => urn.includes(part))),
  });
}

test.each<[string, () => Registered[], RegExp]>([
  [
    "a key that does not wait for its service",
    () => changing(":KeyRing", "crm", waitingForAllBut("cloudkms")),
    /KeyRing crm does not wait for cloudkms/,
  ],
  [
    "a function that is built before its builder may build",
    () => changing(":Function", "sender", waitingForAllBut("builder")),
    /Function sender does not wait for RepositoryIamMember functions:builder/,
  ],
  [
    "a function that starts before it may read its secrets",
    () => changing(":Function", "webhook", waitingForAllBut("webhook:", "migrations")),
    /Function webhook does not wait for SecretIamMember webhook:WHATSAPP_APP_SECRETS/,
  ],
  [
    "a subscription that pushes before it may",
    () => changing(":Subscription", "message.queued.sender", waitingForAllBut("sender:pubsub")),
    /Subscription message.queued.sender does not wait for ServiceIamMember sender:pubsub/,
  ],
  [
    "an alert that Google refuses until its metric was seen",
    () =>
      changing(":AlertPolicy", "kept-events", () => ({
        inputs: {
          conditions: [{ conditionThreshold: { filter: 'metric.type="logging.googleapis.com/user/x"' } }],
        },
      })),
    /AlertPolicy kept-events is refused until its metric has been seen/,
  ],
  [
    "built code that goes with the version after it",
    () => changing(":BucketObject", "functions/webhook", () => ({ retainOnDelete: false })),
    /BucketObject functions\/webhook is deleted with the version that follows/,
  ],
  [
    "a rewrite to a service that nobody makes",
    () =>
      changing(":HostingVersion", "console", () => ({
        inputs: { config: { rewrites: [{ glob: "**", run: { serviceId: "crm-nobody", region: "x" } }] } },
      })),
    /nobody makes crm-nobody in x/,
  ],
  [
    "a way in for tags that nobody carries",
    () => [
      ...runOf(ups, "prod").registered,
      ...runOf(ups, "dev")
        .registered.filter(({ type }) => type.endsWith(":Firewall"))
        .map((made) => ({ ...made, inputs: { sourceTags: ["crm-function"] } })),
    ],
    /Firewall qdrant lets nobody in/,
  ],
  [
    "an entry point with a hyphen",
    () =>
      changing(":Function", "dead-letters", () => ({
        inputs: { buildConfig: { entryPoint: "dead-letters" } },
      })),
    /Function dead-letters would be refused/,
  ],
  [
    "a migration that is given up before its run ends",
    () => changing(":Job", "migrations", () => ({ createTimeout: "" })),
    /Job migrations is given up before its run ends/,
  ],
])("the rules find %s", (_what, broken, expected) => {
  expect(findDisorder(broken()).join("\n")).toMatch(expected);
});

test("the rules find what a program does not wait for", async () => {
  const { registered, exitCode } = await runProgram("dev", {
    command: "up",
    program: "testing/broken-program.ts",
  });
  expect(exitCode).toBe(0);
  const found = findDisorder(registered).join("\n");
  expect(found).toContain("Topic message.queued does not wait for pubsub");
  expect(found).toContain("Service webhook does not wait for run");
  expect(found).toContain("Service webhook does not wait for TopicIAMMember webhook:message.queued");
}, 60_000);

test("a program that throws ends with its reason and not as done", async () => {
  const { exitCode, messages } = await runProgram("dev", { command: "up", secrets: {} });
  expect(exitCode).not.toBe(0);
  expect(messages.join("\n")).toContain("pulumi config set --secret --path secrets.");
}, 60_000);
