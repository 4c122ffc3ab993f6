import * as gcp from "@pulumi/gcp";
import type { Output } from "@pulumi/pulumi";
import { output } from "@pulumi/pulumi";
import type { VariableName } from "../../shared/contracts/variables.ts";
import type { Context } from "../context.ts";
import { isOptional, listVariables, type Stored, madeValue } from "./values.ts";

export type Secrets = ReadonlyMap<
  VariableName,
  { secret: gcp.secretmanager.Secret; version: gcp.secretmanager.SecretVersion }
>;

/**
 * A secret for every secret variable that any function lists. An optional one that nobody gives is left out; where a
 * needed one is missing this throws, naming all of them and the command that gives them.
 */
export function createSecrets(context: Context, made: Stored): Secrets {
  const names = new Set(
    Object.values(context.contracts.functions).flatMap((declared) => listVariables(declared).secret),
  );
  const values = [...names].map((name) => [name, valueOf(name, context, made)] as const);
  const missing = values
    .filter(([name, value]) => value === undefined && isNeeded(name, context))
    .map(([name]) => name);
  if (missing.length > 0) {
    const commands = missing.map((name) => `  pulumi config set --secret --path secrets.${name} …`);
    throw new Error(`The stack lacks secrets:\n${commands.join("\n")}`);
  }
  return new Map(
    values.flatMap(([name, value]) =>
      value === undefined ? [] : [[name, createSecret(name, value, context)] as const],
    ),
  );
}

function isNeeded(name: VariableName, { settings }: Context): boolean {
  // A service of Qdrant's may have none; a machine of our own is not left open.
  return !isOptional(name) || (name === "QDRANT_API_KEY" && settings.qdrant.kind === "vm");
}

/** Secret Manager's name for a secret variable. */
export function secretIdOf(name: VariableName): string {
  return `crm-${name.toLowerCase().replaceAll("_", "-")}`;
}

function valueOf(name: VariableName, context: Context, made: Stored): Output<string> | undefined {
  const value = context.secrets[name] ?? madeValue(name, context, made);
  return value === undefined ? undefined : output(value);
}

function createSecret(
  name: VariableName,
  value: Output<string>,
  { project, region, settings, labels, services }: Context,
) {
  const secret = new gcp.secretmanager.Secret(
    name,
    {
      project,
      secretId: secretIdOf(name),
      replication: { userManaged: { replicas: [{ location: region }] } },
      labels,
    },
    { protect: settings.isProtected, dependsOn: services },
  );
  // A changed value is a new version; functions name the version, so they roll over to it.
  const version = new gcp.secretmanager.SecretVersion(name, { secret: secret.id, secretData: value });
  return { secret, version };
}
