import { interpolate, type Input } from "@pulumi/pulumi";
import type { FunctionDeclaration } from "../../shared/contracts/functions.ts";
import { commonVariables } from "../../shared/contracts/functions.ts";
import { alternatives, type VariableName, variables } from "../../shared/contracts/variables.ts";
import type { Context } from "../context.ts";
import { type Buckets, bucketOf } from "./buckets.ts";
import type { DatabaseServer } from "./database.ts";
import type * as gcp from "@pulumi/gcp";
import type { Redis } from "./redis.ts";
import type { Warehouse } from "./warehouse.ts";

export type Made = {
  buckets: Buckets;
  database: DatabaseServer;
  wrappingKey: gcp.kms.CryptoKey;
  qdrant: { url: Input<string> };
  warehouse: Warehouse;
  /** Where browsers reach the API without Hosting, which would hold a stream back until it ends. */
  apiUrl: Input<string>;
  webApiKey: Input<string>;
  redis: Redis | undefined;
};

/** What there is before Qdrant, whose key is among the secrets. */
export type Stored = Omit<Made, "qdrant"> & Partial<Pick<Made, "qdrant">>;

/** Variables that a function lists but the cloud gives in another way: of two alternatives the one that it has. */
const chosen: Partial<Record<VariableName, true>> = { KMS_KEY_NAME: true };
const notGiven = alternatives.flatMap((group) => {
  const names: readonly VariableName[] = group;
  return names.some((name) => chosen[name]) ? names.filter((name) => !chosen[name]) : [];
});

/** The plain variables of a function and the secrets, by name, in the contract's order. */
export function listVariables(declared: FunctionDeclaration): {
  plain: VariableName[];
  secret: VariableName[];
} {
  const names = [...new Set([...commonVariables, ...declared.variables])].filter(
    (name) => !notGiven.includes(name),
  );
  return {
    plain: names.filter((name) => !variables[name].secret),
    secret: names.filter((name) => variables[name].secret),
  };
}

/** The value of a variable that names what the program makes itself; undefined for all others. */
export function madeValue(name: VariableName, { project }: Context, made: Stored): Input<string> | undefined {
  const values: Partial<Record<VariableName, Input<string>>> = {
    GOOGLE_CLOUD_PROJECT: project,
    FIREBASE_PROJECT_ID: project,
    KMS_KEY_NAME: made.wrappingKey.id,
    FIREBASE_WEB_API_KEY: made.webApiKey,
    CONSOLE_API_URL: made.apiUrl,
    ...(made.qdrant === undefined ? {} : { QDRANT_URL: made.qdrant.url }),
    ...(made.redis === undefined ? {} : { REDIS_URL: made.redis.url }),
    DATABASE_URL: databaseUrl(made.database),
    PLATFORM_DATABASE_URL: databaseUrl(made.database),
  };
  if (name.endsWith("_DATASET")) return made.warehouse.dataset.datasetId;
  return values[name] ?? bucketOf(made.buckets, name)?.name;
}

/**
 * Signs in with IAM, so it holds no password; read by `shared/db/cloud-sql.ts`. A function takes on its own role; only
 * the jobs of the administrator name theirs.
 */
export function databaseUrl(
  { instance, databaseName }: DatabaseServer,
  role?: string,
  database = databaseName,
) {
  const options = role === undefined ? "" : `&options=-c%20role%3D${role}`;
  return interpolate`postgres://cloud-sql/${database}?instance=${instance.connectionName}${options}`;
}

/** Whether a function starts without it: its schema takes nothing for an answer. */
export function isOptional(name: VariableName): boolean {
  return variables[name].schema.safeParse(undefined).success;
}
