import { createHash } from "node:crypto";
import * as gcp from "@pulumi/gcp";
import { all, type Output, type Resource } from "@pulumi/pulumi";
import type { Context } from "../context.ts";
import { type Accounts, databaseUserOf } from "./accounts.ts";
import { grantDatabase } from "./grants.ts";
import type { Network } from "./network.ts";
import type { Registry } from "./registry.ts";
import type { Sources } from "./sources.ts";
import { databaseUrl, listVariables, type Made } from "./values.ts";

type Parts = {
  accounts: Accounts;
  made: Pick<Made, "database">;
  network: Network;
  registry: Registry;
  sources: Sources;
  rights: Iterable<Resource>;
};

/**
 * The job that makes the database ready. It runs whenever its code or who may do what changes, and counts as made only when that run
 * has ended well: functions that depend on it roll out after the migrations, or not at all.
 */
export function createMigrationsJob(context: Context, parts: Parts): Resource {
  const { project, region, settings, labels } = context;
  const { accounts, made, network, registry, sources } = parts;
  // The users have to be there before they are given their roles.
  const { path, objects } = sources.filesOf("jobs/migrations");
  const rights = [
    // The role that may create databases and roles; Cloud SQL has no real superuser.
    ...grantDatabase(context, "migrations", accounts.migrations, made, ["cloudsqlsuperuser"]),
    new gcp.storage.BucketIAMMember("migrations:sources", {
      bucket: sources.bucket.name,
      role: "roles/storage.objectViewer",
      member: accounts.migrations.member,
    }),
  ];
  const environment = {
    DATABASE_ADMIN_URL: databaseUrl(made.database, "cloudsqlsuperuser", "postgres"),
    DATABASE_NAME: made.database.databaseName,
    APP_MEMBERS: usersOf(functionsWith("DATABASE_URL", context), accounts),
    PLATFORM_MEMBERS: usersOf(functionsWith("PLATFORM_DATABASE_URL", context), accounts),
  };
  return new gcp.cloudrunv2.Job(
    "migrations",
    {
      project,
      location: region,
      name: "crm-migrations",
      deletionProtection: false,
      runExecutionToken: tokenOf(path, context),
      template: {
        taskCount: 1,
        template: {
          serviceAccount: accounts.migrations.email,
          maxRetries: 1,
          timeout: "3600s",
          containers: [
            {
              image: registry.imageOf(settings.nodeImage),
              commands: ["node", `/code/${path}/index.mjs`],
              envs: Object.entries(environment).map(([name, value]) => ({ name, value })),
              volumeMounts: [{ name: "code", mountPath: "/code" }],
            },
          ],
          volumes: [{ name: "code", gcs: { bucket: sources.bucket.name, readOnly: true } }],
          vpcAccess: {
            egress: "PRIVATE_RANGES_ONLY",
            networkInterfaces: [{ network: network.network.name, subnetwork: network.subnetwork.name }],
          },
        },
      },
      labels,
    },
    { dependsOn: [...rights, ...parts.rights, ...objects] },
  );
}

function functionsWith(variable: "DATABASE_URL" | "PLATFORM_DATABASE_URL", { contracts }: Context): string[] {
  return Object.entries(contracts.functions)
    .filter(([, declared]) => listVariables(declared).secret.includes(variable))
    .map(([name]) => name);
}

/** Their users of the database, comma-separated. */
function usersOf(names: readonly string[], { ofFunctions }: Accounts): Output<string> {
  const users = names.flatMap((name) => ofFunctions.get(name) ?? []).map(databaseUserOf);
  return all(users).apply((emails) => emails.join(","));
}

/** Another token is another run. */
function tokenOf(path: string, context: Context): string {
  const members = [functionsWith("DATABASE_URL", context), functionsWith("PLATFORM_DATABASE_URL", context)];
  return createHash("sha256")
    .update(JSON.stringify([path, members]))
    .digest("hex")
    .slice(0, 16);
}
