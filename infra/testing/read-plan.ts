import type { Collected } from "./collect-resources.ts";
import { text } from "./text.ts";

type Inputs = Record<string, unknown>;

export function ofType(resources: readonly Collected[], type: string): Collected[] {
  return resources.filter((resource) => resource.type === `gcp:${type}`);
}

export function find(resources: readonly Collected[], type: string, name: string): Inputs | undefined {
  return ofType(resources, type).find((resource) => resource.name === name)?.inputs;
}

export function record(value: unknown): Inputs {
  return typeof value === "object" && value !== null ? (value as Inputs) : {};
}

export function topicName(id: unknown): string {
  return text(id).replace(/^projects\/[^/]+\/topics\//, "");
}

export function environmentOf(
  resources: readonly Collected[],
  name: string,
): { plain: string[]; secret: string[] } | undefined {
  const config = find(resources, "cloudfunctionsv2/function:Function", name)?.["serviceConfig"];
  if (config !== undefined) {
    const secrets = record(config)["secretEnvironmentVariables"] as { key: string }[];
    return {
      plain: Object.keys(record(record(config)["environmentVariables"])),
      secret: secrets.map(({ key }) => key),
    };
  }
  const template = record(find(resources, "cloudrunv2/service:Service", name)?.["template"]);
  const [container] = (template["containers"] ?? []) as { envs: { name: string; valueSource?: unknown }[] }[];
  if (container === undefined) return undefined;
  const isSecret = ({ valueSource }: { valueSource?: unknown }): boolean => valueSource !== undefined;
  return {
    plain: container.envs.filter((env) => !isSecret(env)).map((env) => env.name),
    secret: container.envs.filter(isSecret).map((env) => env.name),
  };
}

/** What a function may ask of the database: connections of one instance, instances, and the requests
 * at a time of one; not of a service of ours, whose requests are connections that wait for news. */
export function loadOf(
  resources: readonly Collected[],
  name: string,
): { pool: number; instances: number; concurrency: number } {
  const config = record(find(resources, "cloudfunctionsv2/function:Function", name)?.["serviceConfig"]);
  const template = record(find(resources, "cloudrunv2/service:Service", name)?.["template"]);
  const [container] = (template["containers"] ?? []) as { envs: { name: string; value?: string }[] }[];
  const pool =
    record(config["environmentVariables"])["DATABASE_POOL_MAX"] ??
    container?.envs.find((env) => env.name === "DATABASE_POOL_MAX")?.value;
  return {
    pool: Number(pool ?? 0),
    instances: Number(config["maxInstanceCount"] ?? record(template["scaling"])["maxInstanceCount"]),
    concurrency: Number(config["maxInstanceRequestConcurrency"] ?? 0),
  };
}

/** `role on what`, for every grant to the member, whatever kind of resource gives it. */
export function rightsOf(resources: readonly Collected[], member: string): string[] {
  return resources
    .filter(
      ({ type, inputs }) =>
        inputs["member"] === member && inputs["role"] !== undefined && !type.endsWith(":ServiceIamMember"),
    )
    .map(({ inputs }) => `${text(inputs["role"])} on ${targetOf(inputs, member)}`)
    .toSorted();
}

function targetOf(inputs: Inputs, member: string): string {
  const target =
    inputs["topic"] ?? inputs["secretId"] ?? inputs["bucket"] ?? inputs["cryptoKeyId"] ?? inputs["datasetId"];
  if (target !== undefined) return text(target);
  if (inputs["serviceAccountId"] !== undefined) {
    return member.endsWith(text(inputs["serviceAccountId"]).split("/").at(-1) ?? "?")
      ? "itself"
      : text(inputs["serviceAccountId"]);
  }
  return inputs["condition"] === undefined ? "the project" : "the instance";
}
