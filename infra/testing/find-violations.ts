import { commonVariables } from "../../shared/contracts/functions.ts";
import { deadLetterTopicOf, topicNames, topics } from "../../shared/contracts/topics.ts";
import { analyticsTopics, describeTable, tableIdOf } from "../../shared/contracts/tables.ts";
import { type VariableName, variables } from "../../shared/contracts/variables.ts";
import { publicOnes } from "../components/endpoints.ts";
import type { Contracts } from "../context.ts";
import type { Collected } from "./collect-resources.ts";
import { text } from "./text.ts";
import { expectedRights } from "./expected-rights.ts";
import { environmentOf, find, loadOf, ofType, record, rightsOf, topicName } from "./read-plan.ts";

type Rule = (resources: readonly Collected[], contracts: Contracts) => string[];

const everybody = ["allUsers", "allAuthenticatedUsers"];
const week = "604800s";
const stateful = [
  "gcp:bigquery/dataset:Dataset",
  "gcp:bigquery/table:Table",
  "gcp:compute/disk:Disk",
  "gcp:identityplatform/config:Config",
  "gcp:kms/cryptoKey:CryptoKey",
  "gcp:kms/keyRing:KeyRing",
  "gcp:secretmanager/secret:Secret",
  "gcp:sql/databaseInstance:DatabaseInstance",
  "gcp:storage/bucket:Bucket",
];

/** What a plan must keep to, each rule with what breaks it. */
export const rules: Record<string, Rule> = {
  "every topic keeps its messages for a week, and has a topic of dead letters that somebody reads": (
    resources,
  ) => {
    const subscribed = ofType(resources, "pubsub/subscription:Subscription").map(({ inputs }) =>
      topicName(inputs["topic"]),
    );
    return topicNames.flatMap((name) => {
      const own = find(resources, "pubsub/topic:Topic", name);
      const dead = find(resources, "pubsub/topic:Topic", deadLetterTopicOf(name));
      return [
        ...(own?.["messageRetentionDuration"] === week && dead?.["messageRetentionDuration"] === week
          ? []
          : [`${name} is not kept`]),
        ...(record(own?.["labels"])["schema-version"] === String(topics[name].version)
          ? []
          : [`${name} has no version`]),
        ...(subscribed.includes(deadLetterTopicOf(name)) ? [] : [`nobody reads the dead letters of ${name}`]),
      ];
    });
  },

  "every consumer of a topic has a subscription of its own, with dead letters": (resources, { functions }) =>
    Object.entries(functions).flatMap(([name, { trigger }]) => {
      if (trigger.kind !== "event") return [];
      return trigger.topics.flatMap((topic) => {
        const own = find(resources, "pubsub/subscription:Subscription", `${topic}.${name}`);
        if (own === undefined) return [`${name} has no subscription of ${topic}`];
        const policy = record(own["deadLetterPolicy"]);
        const isKept =
          topicName(policy["deadLetterTopic"]) === deadLetterTopicOf(topic) &&
          Number(policy["maxDeliveryAttempts"]) >= 5;
        const isOrdered = (own["enableMessageOrdering"] === true) === "orderingKey" in topics[topic];
        return [
          ...(isKept ? [] : [`${topic}.${name} has no dead letters`]),
          ...(isOrdered ? [] : [`${topic}.${name} keeps another order than the topic`]),
          ...(own["filter"] === trigger.filters?.[topic]
            ? []
            : [`${topic}.${name} lets other events through`]),
        ];
      });
    }),

  "every subscription pushes to its function, signed by the account that may call it": (resources) => {
    const callers = ofType(resources, "cloudrunv2/serviceIamMember:ServiceIamMember");
    return ofType(resources, "pubsub/subscription:Subscription").flatMap(({ name, inputs }) => {
      const push = record(inputs["pushConfig"]);
      const token = record(push["oidcToken"]);
      const target = `crm-${text(record(inputs["labels"])["function"])}`;
      const mayCall = callers.some(
        (caller) =>
          caller.inputs["name"] === target &&
          caller.inputs["member"] === `serviceAccount:${text(token["serviceAccountEmail"])}`,
      );
      const isTarget =
        push["pushEndpoint"] === `https://${target}.run.app` && token["audience"] === push["pushEndpoint"];
      return [
        ...(isTarget ? [] : [`${name} pushes elsewhere`]),
        ...(mayCall ? [] : [`${name} may not call ${target}`]),
      ];
    });
  },

  "a function has the variables and secrets that it lists, and no other": (resources, { functions }) =>
    Object.entries(functions).flatMap(([name, declared]) => {
      const given = environmentOf(resources, name);
      if (given === undefined) return [`${name} is not there`];
      const listed: VariableName[] = [...commonVariables, ...declared.variables].filter(
        (variable) => variable !== "SECRETS_KEY",
      );
      const unlisted = [...given.plain, ...given.secret].filter(
        (variable) => variable !== "NODE_OPTIONS" && !listed.includes(variable as VariableName),
      );
      const missing = listed.filter(
        (variable) =>
          !(variables[variable].secret ? given.secret : given.plain).includes(variable) &&
          (!variables[variable].schema.safeParse(undefined).success || variable === "KMS_KEY_NAME"),
      );
      return [
        ...unlisted.map((variable) => `${name} has ${variable}, which it does not list`),
        ...missing.map((variable) => `${name} lacks ${variable}`),
      ];
    }),

  "a function may do what its declaration asks for, and nothing else": (resources, { functions }) =>
    Object.entries(functions).flatMap(([name, declared]) => {
      const account = find(resources, "serviceaccount/account:Account", name);
      const email = `${text(account?.["accountId"])}@${text(account?.["project"])}.iam.gserviceaccount.com`;
      const actual = rightsOf(resources, `serviceAccount:${email}`);
      const expected = expectedRights(text(account?.["project"]), name, declared);
      return [
        ...actual.filter((right) => !expected.includes(right)).map((right) => `${name} has ${right}`),
        ...expected.filter((right) => !actual.includes(right)).map((right) => `${name} lacks ${right}`),
      ];
    }),

  "only webhook, api, realtime and console can be called by anybody": (resources) => [
    ...ofType(resources, "cloudrunv2/serviceIamMember:ServiceIamMember")
      .filter(({ inputs }) => everybody.includes(text(inputs["member"])))
      .map(({ inputs }) => text(inputs["name"]))
      .filter((service) => !publicOnes.includes(service.replace(/^crm-/, "")))
      .map((service) => `anybody may call ${service}`),
    ...ofType(resources, "cloudfunctionsv2/function:Function")
      .filter(
        ({ name, inputs }) =>
          record(inputs["serviceConfig"])["ingressSettings"] !== "ALLOW_INTERNAL_ONLY" &&
          !publicOnes.includes(name),
      )
      .map(({ name }) => `${name} takes traffic from outside`),
  ],

  "nothing else is given to everybody": (resources) =>
    resources
      .filter(
        ({ type, inputs }) =>
          !type.endsWith(":ServiceIamMember") && everybody.includes(text(inputs["member"])),
      )
      .map(({ name }) => `${name} is for everybody`),

  "no bucket is public, and none can be made so": (resources) =>
    ofType(resources, "storage/bucket:Bucket")
      .filter(
        ({ inputs }) =>
          inputs["uniformBucketLevelAccess"] !== true || inputs["publicAccessPrevention"] !== "enforced",
      )
      .map(({ name }) => `${name} could be public`),

  "what holds data is protected": (resources) => [
    ...resources
      .filter(({ type, name, protect }) => stateful.includes(type) && !protect && name !== "sources")
      .map(({ type, name }) => `${type} ${name} is not protected`),
    ...ofType(resources, "sql/databaseInstance:DatabaseInstance")
      .filter(({ inputs }) => inputs["deletionProtection"] !== true)
      .map(({ name }) => `${name} can be deleted`),
  ],

  "no roll-out opens more connections than the database has, and no instance starves for one": (
    resources,
    { functions },
  ) => {
    const [database] = ofType(resources, "sql/databaseInstance:DatabaseInstance");
    const flags = record(database?.inputs["settings"])["databaseFlags"] as { name: string; value: string }[];
    const limit = Number(flags.find(({ name }) => name === "max_connections")?.value);
    const loads = Object.entries(functions).map(([name, { variables: listed }]) => {
      const { pool, instances, concurrency } = loadOf(resources, name);
      const pools = listed.filter((variable) => variable.endsWith("DATABASE_URL")).length;
      return {
        name,
        connections: 2 * instances * pools * pool,
        isStarving: pools > 0 && concurrency > 20 * pool,
      };
    });
    const opened = loads.reduce((sum, { connections }) => sum + connections, 0);
    return [
      ...(opened + 20 <= limit ? [] : [`two versions open ${opened} connections of ${limit}`]),
      ...loads.filter(({ isStarving }) => isStarving).map(({ name }) => `requests of ${name} starve`),
    ];
  },

  "every declared table is there, by days that end and have to be named, its rows by tenant": (resources) =>
    analyticsTopics.flatMap((topic) => {
      const table = find(resources, "bigquery/table:Table", tableIdOf(topic));
      if (table === undefined) return [`${topic} has no table`];
      const { field, type, expirationMs } = record(table["timePartitioning"]);
      const isByDay = field === "occurred_at" && type === "DAY" && Number(expirationMs) > 0;
      return [
        ...(isByDay ? [] : [`the days of ${topic} never end`]),
        ...(table["requirePartitionFilter"] === true ? [] : [`all days of ${topic} can be read at once`]),
        ...(text(table["clusterings"]).startsWith('["tenant_id"') ? [] : [`${topic} is not by tenant`]),
        ...(table["deletionProtection"] === true ? [] : [`the table of ${topic} can be deleted`]),
        ...(table["schema"] === JSON.stringify(describeTable(topic).fields)
          ? []
          : [`${topic} has other columns`]),
      ];
    }),

  "there are as many functions, topics, subscriptions and schedules as are declared": (
    resources,
    { functions },
  ) => {
    const declared = Object.values(functions);
    const events = declared.flatMap(({ trigger }) => (trigger.kind === "event" ? trigger.topics : []));
    const keepers = declared.flatMap(({ trigger }) =>
      trigger.kind === "dead-letters" ? [...trigger.topics, ...topicNames] : [],
    );
    const jobs = declared.flatMap(({ trigger }) =>
      trigger.kind === "schedule" ? Object.keys(trigger.jobs) : [],
    );
    return [
      count(resources, ["cloudfunctionsv2/function:Function", "cloudrunv2/service:Service"], declared.length),
      count(resources, ["pubsub/topic:Topic"], 2 * topicNames.length),
      count(resources, ["pubsub/subscription:Subscription"], events.length + keepers.length),
      count(resources, ["cloudscheduler/job:Job"], jobs.length),
      count(resources, ["bigquery/table:Table"], analyticsTopics.length),
    ].flat();
  },
};

/** Everything that a plan breaks, as `rule: what`. */
export function findViolations(resources: readonly Collected[], contracts: Contracts): string[] {
  return Object.entries(rules).flatMap(([rule, check]) =>
    check(resources, contracts).map((what) => `${rule}: ${what}`),
  );
}

function count(resources: readonly Collected[], types: string[], expected: number): string[] {
  const found = types.flatMap((type) => ofType(resources, type)).length;
  return found === expected ? [] : [`${found} of ${types.join(" and ")}, ${expected} declared`];
}
