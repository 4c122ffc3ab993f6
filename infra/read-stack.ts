import type { Config, Output } from "@pulumi/pulumi";
import { variables, type VariableName } from "../shared/contracts/variables.ts";
import { parseSettings, type Place, type Settings, settingsSchema } from "./settings.ts";

type Stack = Place & { settings: Settings; secrets: Partial<Record<VariableName, Output<string>>> };

/** Reads `Pulumi.<stack>.yaml`. Throws one error that names everything that is wrong with it. */
export function readStack(cloud: Config, own: Config): Stack {
  const keys = Object.keys(settingsSchema.shape);
  const given = keys.flatMap((key) => {
    const value = readValue(own, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  const project = cloud.require("project");
  if (cloud.get("userProjectOverride") !== "true" || cloud.get("billingProject") !== project) {
    throw new Error(
      `The stack needs "gcp:userProjectOverride: true" and "gcp:billingProject: ${project}": without them Google refuses some calls of people who deploy as themselves`,
    );
  }
  return {
    project,
    region: cloud.require("region"),
    settings: parseSettings(Object.fromEntries(given)),
    secrets: readSecrets(own),
  };
}

/** Structured values come as JSON; plain text, such as an environment's name, as it is. */
function readValue(config: Config, key: string): unknown {
  const text = config.get(key);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function readSecrets(config: Config): Stack["secrets"] {
  const given = config.getSecretObject<Record<string, string>>("secrets");
  const names = Object.keys(config.getObject<Record<string, string>>("secrets") ?? {});
  const unknown = names.filter(
    (name) => !Object.hasOwn(variables, name) || !variables[name as VariableName].secret,
  );
  if (unknown.length > 0)
    throw new Error(`whatsapp-crm:secrets holds what is no secret of ours: ${unknown.join(", ")}`);
  if (given === undefined) return {};
  return Object.fromEntries(names.map((name) => [name, given.apply((secrets) => secrets?.[name] ?? "")]));
}
