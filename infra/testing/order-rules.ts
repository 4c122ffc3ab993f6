import { apiOf } from "./api-of.ts";
import type { Registered } from "./pulumi-engine.ts";
import { record } from "./read-plan.ts";
import { text } from "./text.ts";

type Rule = (all: readonly Registered[]) => string[];

/** What the order of a deployment must keep to, each rule with what breaks it: `name waits for no …`. */
export const orderRules: Record<string, Rule> = {
  "everything waits for the services of Google that it needs": (all) =>
    eachWithAncestors(all, (made, before) => {
      const on = before.filter(({ type }) => type === "gcp:projects/service:Service").map(({ name }) => name);
      return apiOf(made.type)
        .filter((api) => !on.includes(api))
        .map((api) => `${nameOf(made)} does not wait for ${api}`);
    }),

  "what runs or signs as an account waits for all that the account may do": (all) =>
    eachWithAncestors(all, (made, before) => {
      const accounts = accountsOf(made);
      return all
        .filter((grant) => isGrantTo(grant, accounts) && !isOfItself(grant, made) && !before.includes(grant))
        .map((grant) => `${nameOf(made)} does not wait for ${nameOf(grant)}`);
    }),

  "what calls a function in an account's name waits until the account may": (all) =>
    eachWithAncestors(all, (made, before) => {
      const caller = callerOf(made);
      if (caller === undefined) return [];
      const mayCall = all.filter(
        ({ type, name, inputs }) =>
          type === "gcp:cloudrunv2/serviceIamMember:ServiceIamMember" &&
          name.startsWith(`${caller.target}:`) &&
          inputs["member"] === `serviceAccount:${caller.email}`,
      );
      if (mayCall.length === 0) return [`nothing lets ${nameOf(made)} call ${caller.target}`];
      return mayCall
        .filter((grant) => !before.includes(grant))
        .map((grant) => `${nameOf(made)} does not wait for ${nameOf(grant)}`);
    }),

  "an alert on a metric of our own is taken before the metric has a value": (all) =>
    all.flatMap((made) => {
      if (made.type !== "gcp:monitoring/alertPolicy:AlertPolicy") return [];
      const conditions = (made.inputs["conditions"] ?? []) as Record<string, unknown>[];
      return conditions
        .filter((condition) => /logging[._]googleapis[._]com/.test(text(condition)))
        .filter(
          (condition) =>
            record(condition["conditionPrometheusQueryLanguage"])["disableMetricValidation"] !== true,
        )
        .map(() => `${nameOf(made)} is refused until its metric has been seen`);
    }),

  "what an older revision still reads is retained": (all) =>
    all
      .filter(
        ({ type, retainOnDelete }) => type === "gcp:storage/bucketObject:BucketObject" && !retainOnDelete,
      )
      .map((made) => `${nameOf(made)} is deleted with the version that follows`),

  "the site hands paths to services that are made, in their region": (all) =>
    all.flatMap(({ type, inputs }) => {
      if (type !== "gcp:firebase/hostingVersion:HostingVersion") return [];
      const rewrites = (record(inputs["config"])["rewrites"] ?? []) as Record<string, unknown>[];
      return rewrites
        .map(({ run }) => record(run))
        .filter(({ serviceId, region }) => !all.some((made) => isService(made, serviceId, region)))
        .map(({ serviceId, region }) => `nobody makes ${text(serviceId)} in ${text(region)}`);
    }),

  "no way into the network is by tag, which direct egress of Cloud Run does not carry": (all) =>
    all
      .filter(
        ({ type, inputs }) => type === "gcp:compute/firewall:Firewall" && inputs["sourceTags"] !== undefined,
      )
      .map((made) => `${nameOf(made)} lets nobody in`),

  "an entry point has a name that Cloud Functions takes": (all) =>
    all
      .filter(({ type }) => type === "gcp:cloudfunctionsv2/function:Function")
      .filter(({ inputs }) => !/^[A-Za-z]\w*$/.test(text(record(inputs["buildConfig"])["entryPoint"])))
      .map((made) => `${nameOf(made)} would be refused`),

  "a job that is run when it is made may take as long as its run": (all) =>
    all.flatMap((made) => {
      if (made.inputs["runExecutionToken"] === undefined) return [];
      const runs = Number.parseInt(text(record(record(made.inputs["template"])["template"])["timeout"]), 10);
      return minutesOf(made.createTimeout) * 60 > runs
        ? []
        : [`${nameOf(made)} is given up before its run ends`];
    }),
};

/** All that a plan breaks, as `rule: what`. */
export function findDisorder(all: readonly Registered[]): string[] {
  return Object.entries(orderRules).flatMap(([rule, check]) => check(all).map((what) => `${rule}: ${what}`));
}

function eachWithAncestors(
  all: readonly Registered[],
  check: (made: Registered, before: readonly Registered[]) => string[],
): string[] {
  const byUrn = new Map(all.map((made) => [made.urn, made]));
  const known = new Map<string, Set<Registered>>();
  return all.flatMap((made) => check(made, [...ancestorsOf(made)]));

  function ancestorsOf(made: Registered): Set<Registered> {
    const found = known.get(made.urn);
    if (found !== undefined) return found;
    const direct = made.waitsFor.flatMap((urn) => byUrn.get(urn) ?? []);
    const before = new Set(direct.flatMap((one) => [one, ...ancestorsOf(one)]));
    known.set(made.urn, before);
    return before;
  }
}

function nameOf({ type, name }: Registered): string {
  return `${type.split(":").at(-1)} ${name}`;
}

/** Addresses of the accounts in whose name a resource works. */
function accountsOf({ type, inputs }: Registered): string[] {
  const places: Record<string, unknown[]> = {
    "gcp:cloudfunctionsv2/function:Function": [
      record(inputs["serviceConfig"])["serviceAccountEmail"],
      record(inputs["buildConfig"])["serviceAccount"],
    ],
    "gcp:cloudrunv2/service:Service": [record(inputs["template"])["serviceAccount"]],
    "gcp:cloudrunv2/job:Job": [record(record(inputs["template"])["template"])["serviceAccount"]],
    "gcp:compute/instance:Instance": [record(inputs["serviceAccount"])["email"]],
  };
  return (places[type] ?? []).map((account) => text(account).split("/").at(-1) ?? "");
}

function isGrantTo({ inputs }: Registered, accounts: string[]): boolean {
  return (
    inputs["role"] !== undefined && accounts.some((email) => inputs["member"] === `serviceAccount:${email}`)
  );
}

/** A grant on the very thing that works in the account's name cannot come first. */
function isOfItself(grant: Registered, made: Registered): boolean {
  return grant.waitsFor.includes(made.urn);
}

function callerOf({ type, inputs }: Registered): { email: string; target: string } | undefined {
  const places: Record<string, unknown> = {
    "gcp:pubsub/subscription:Subscription": inputs["pushConfig"],
    "gcp:cloudscheduler/job:Job": inputs["httpTarget"],
  };
  const email = record(record(places[type])["oidcToken"])["serviceAccountEmail"];
  if (email === undefined) return undefined;
  return {
    email: text(email),
    target: text(record(places[type])["pushEndpoint"] ?? record(places[type])["uri"]).replace(
      /^https:\/\/crm-(.*?)\.run\.app.*$/,
      "$1",
    ),
  };
}

function isService({ type, inputs }: Registered, name: unknown, region: unknown): boolean {
  const isOne =
    type === "gcp:cloudfunctionsv2/function:Function" || type === "gcp:cloudrunv2/service:Service";
  return isOne && inputs["name"] === name && inputs["location"] === region;
}

function minutesOf(duration: string): number {
  return duration === "" ? 0 : Number(/^(\d+)m$/.exec(duration)?.[1] ?? Number.NaN);
}
