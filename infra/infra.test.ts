import { beforeAll, describe, expect, test } from "vitest";
import type { FunctionDeclaration } from "../shared/contracts/functions.ts";
import { type Contracts, ownContracts } from "./context.ts";
import { type Collected, collectResources } from "./testing/collect-resources.ts";
import type { StackName } from "./testing/read-example.ts";
import { exampleSecrets } from "./testing/example-secrets.ts";
import { findViolations, rules } from "./testing/find-violations.ts";
import { renderInventory } from "./testing/render-inventory.ts";

const stacks: StackName[] = ["dev", "staging", "prod"];
const plans = new Map<StackName, Collected[]>();

beforeAll(async () => {
  for (const stack of stacks) plans.set(stack, await collectResources(stack));
}, 300_000);

function planOf(stack: StackName): Collected[] {
  return plans.get(stack) ?? [];
}

describe.each(stacks)("the example stack %s", (stack) => {
  test("has everything in it", () => {
    expect(planOf(stack).length).toBeGreaterThan(200);
  });

  test.each(Object.entries(rules))("keeps to this: %s", (_rule, findBroken) => {
    expect(findBroken(planOf(stack), ownContracts)).toEqual([]);
  });
});

test("the committed inventory of prod is what the program makes", async () => {
  await expect(renderInventory(planOf("prod"))).toMatchFileSnapshot("inventory.prod.txt");
});

/** Our contracts with one function declared otherwise. */
function declaring(
  name: keyof typeof ownContracts.functions,
  change: Partial<FunctionDeclaration>,
): Contracts {
  const declared = ownContracts.functions[name];
  if (declared === undefined) throw new Error(`no function ${name}`);
  return { ...ownContracts, functions: { ...ownContracts.functions, [name]: { ...declared, ...change } } };
}

describe("a broken contract", () => {
  test("that opens a private function to everybody is refused", async () => {
    await expect(
      collectResources("prod", { contracts: declaring("sender", { invoker: "public" }) }),
    ).rejects.toThrow(/Only webhook, api, realtime, console may be public, not sender/);
  });

  test("that forgets a consumer's subscription is found", async () => {
    const subscriptions = ownContracts.subscriptions.filter(({ name }) => name !== "message.queued.sender");
    const contracts = { ...ownContracts, subscriptions };
    const found = findViolations(await collectResources("prod", { contracts }), ownContracts);
    expect(found.join("\n")).toContain("sender has no subscription of message.queued");
    expect(found.join("\n")).toContain("pubsub/subscription:Subscription");
  });

  test("that forgets a subscription's dead letters is found", async () => {
    const subscriptions = ownContracts.subscriptions.map(({ deadLetter, ...subscription }) =>
      subscription.name === "message.received.inbound" || deadLetter === undefined
        ? subscription
        : { ...subscription, deadLetter },
    );
    const contracts = { ...ownContracts, subscriptions };
    expect(findViolations(await collectResources("prod", { contracts }), contracts)).toEqual([
      expect.stringContaining("message.received.inbound has no dead letters"),
    ]);
  });

  test("whose subscription pushes to what is not declared is refused", async () => {
    const { sender: _sender, ...functions } = ownContracts.functions;
    await expect(collectResources("prod", { contracts: { ...ownContracts, functions } })).rejects.toThrow(
      /pushes to sender, which is not declared/,
    );
  });

  test("that lists a bucket which nothing makes is refused", async () => {
    const variables = ["DOCUMENTS_BUCKET", "NO_SUCH_BUCKET"] as never;
    await expect(
      collectResources("prod", { contracts: declaring("ingester", { variables }) }),
    ).rejects.toThrow();
  });
});

test("the console's pages are told where the API streams without Hosting in between, and the project's own key", () => {
  const made = planOf("prod").find(({ type, name }) => type.endsWith(":Function") && name === "console");
  expect(made?.inputs["serviceConfig"]).toMatchObject({
    environmentVariables: {
      CONSOLE_API_URL: "https://crm-api-123456789.asia-southeast1.run.app",
      FIREBASE_WEB_API_KEY: "key-of-the-web-app",
    },
  });
  const api = planOf("prod").find(({ type, name }) => type.endsWith(":Function") && name === "api");
  expect(api?.inputs["serviceConfig"]).toMatchObject({
    environmentVariables: { API_CORS_ORIGINS: "https://crm.example.com" },
  });
});

test.each<[string, Partial<FunctionDeclaration>, string[]]>([
  [
    "emits more",
    { emits: ["message.queued"] },
    [
      "status lacks roles/pubsub.publisher on message.queued",
      "status has roles/pubsub.publisher on conversation.changed",
    ],
  ],
  [
    "lists a secret more",
    { variables: ["DATABASE_URL", "OPENAI_API_KEY"] },
    ["status lacks OPENAI_API_KEY", "status lacks roles/secretmanager.secretAccessor on crm-openai-api-key"],
  ],
  [
    "lists nothing",
    { variables: [] },
    ["status has DATABASE_URL, which it does not list", "status has roles/cloudsql.client on the instance"],
  ],
])("a plan made before a function %s is found wanting", (_what, change, expected) => {
  const found = findViolations(planOf("prod"), declaring("status", change)).join("\n");
  for (const line of expected) expect(found).toContain(line);
});

describe("a stack's configuration", () => {
  test("that is wrong in several places is refused with all of them", async () => {
    const change = {
      "whatsapp-crm:database": { tier: "", highlyAvailable: "yes" },
      "whatsapp-crm:environment": "production",
    };
    await expect(collectResources("dev", { change })).rejects.toThrow(
      /configuration is wrong:[^]*whatsapp-crm:environment[^]*whatsapp-crm:database\.tier[^]*whatsapp-crm:database\.maxConnections/,
    );
  });

  test("that names an unknown function or a secret as a plain variable is refused", async () => {
    await expect(
      collectResources("dev", { change: { "whatsapp-crm:functions": { mailer: {} } } }),
    ).rejects.toThrow(/whatsapp-crm:functions/);
    const change = { "whatsapp-crm:variables": { OPENAI_API_KEY: "sk" } };
    await expect(collectResources("dev", { change })).rejects.toThrow(
      /OPENAI_API_KEY: is a secret; give it with `pulumi config set --secret/,
    );
  });

  test("without a secret that a function needs is refused with the command that gives it", async () => {
    await expect(collectResources("dev", { change: { "whatsapp-crm:secrets": {} } })).rejects.toThrow(
      /QDRANT_API_KEY/,
    );
    await expect(collectResources("prod", { change: { "whatsapp-crm:secrets": {} } })).rejects.toThrow(
      /pulumi config set --secret --path secrets\.OPENAI_API_KEY/,
    );
  });

  test("whose functions may open more connections than the database has is refused with the numbers", async () => {
    const change = { "whatsapp-crm:maxInstances": 90 };
    await expect(collectResources("dev", { change })).rejects.toThrow(
      /database\.maxConnections is 100.*pools/,
    );
  });

  test("that is to be taken down protects nothing any more, nor keeps what is in it", async () => {
    const plan = await collectResources("dev", { change: { "whatsapp-crm:isProtected": false } });
    expect(plan.filter(({ protect, inputs }) => protect || inputs["deletionProtection"] === true)).toEqual(
      [],
    );
    const buckets = plan.filter(({ type }) => type.endsWith("/bucket:Bucket"));
    expect(buckets.map(({ inputs }) => inputs["forceDestroy"])).toEqual(buckets.map(() => true));
  });

  test("may change sizes and plain variables, and they arrive", async () => {
    const change = {
      "whatsapp-crm:functions": { inbound: { memoryMiB: 2048, minInstances: 3 } },
      "whatsapp-crm:variables": { OPENAI_CHAT_MODEL: "gpt-4o-mini", MAIL_FROM: "CRM <crm@example.com>" },
    };
    const plan = await collectResources("prod", { change });
    const configOf = (name: string) =>
      plan.find(({ type, name: own }) => type.endsWith(":Function") && own === name)?.inputs["serviceConfig"];
    expect(configOf("inbound")).toMatchObject({ availableMemory: "2048Mi", minInstanceCount: 3 });
    expect(configOf("responder")).toMatchObject({
      environmentVariables: { OPENAI_CHAT_MODEL: "gpt-4o-mini" },
    });
  });
});

describe("a stack that asks for Redis", () => {
  let plan: Collected[];
  beforeAll(async () => {
    const redis = { memoryGb: 1, highlyAvailable: true };
    const { REDIS_URL: _given, ...secrets } = exampleSecrets;
    const change = { "whatsapp-crm:redis": redis, "whatsapp-crm:secrets": secrets };
    plan = await collectResources("prod", { change });
  }, 100_000);

  test("has one that asks for a password, in our network alone, and keeps to all rules", () => {
    expect(plan.filter(({ type }) => type === "gcp:redis/instance:Instance")).toMatchObject([
      {
        inputs: {
          tier: "STANDARD_HA",
          memorySizeGb: 1,
          authEnabled: true,
          authorizedNetwork: "crm-id",
          connectMode: "PRIVATE_SERVICE_ACCESS",
        },
      },
    ]);
    expect(findViolations(plan, ownContracts)).toEqual([]);
  });

  test("gives its address, which holds the password, to the functions that count, as a secret", () => {
    const naming = plan.filter(
      ({ type, inputs }) =>
        type === "gcp:cloudfunctionsv2/function:Function" && JSON.stringify(inputs).includes("REDIS_URL"),
    );
    expect(naming.map(({ name }) => name)).toEqual(["api"]);
    expect(naming[0]?.inputs["serviceConfig"]).toMatchObject({
      secretEnvironmentVariables: expect.arrayContaining([
        expect.objectContaining({ key: "REDIS_URL", secret: "crm-redis-url" }),
      ]),
    });
    const [version] = plan.filter(
      ({ type, name }) => type.endsWith(":SecretVersion") && name === "REDIS_URL",
    );
    expect(JSON.stringify(version?.inputs["secretData"])).toContain(
      "redis://default:invented@10.20.0.3:6379",
    );
  });

  test("and one that does not has none", () => {
    expect(planOf("prod").filter(({ type }) => type === "gcp:redis/instance:Instance")).toEqual([]);
  });
});
