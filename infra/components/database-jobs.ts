import { createHash } from "node:crypto";
import * as gcp from "@pulumi/gcp";
import { all, type Output, type Resource } from "@pulumi/pulumi";
import { topicNames } from "../../shared/contracts/topics.ts";
import type { Context } from "../context.ts";
import { type Accounts, databaseUserOf } from "./accounts.ts";
import { grantDatabase } from "./grants.ts";
import { createJob, type JobParts } from "./job.ts";
import { topicOf, type Topics } from "./topics.ts";
import { databaseUrl, listVariables, type Made } from "./values.ts";

type Parts = JobParts & { accounts: Accounts; made: Made; topics: Topics; rights: Resource[] };

/**
 * The jobs that work on the database. Returns the one that makes it ready: functions that depend on it roll out
 * after the migrations, or not at all.
 */
export function createDatabaseJobs(context: Context, parts: Parts): Resource {
  const { project } = context;
  const { accounts, made, topics } = parts;
  const { database } = made;
  const administers = [
    // The role that may create databases and roles; Cloud SQL has no real superuser.
    ...grantDatabase(context, "administrator", accounts.administrator, made, ["cloudsqlsuperuser"]),
    new gcp.projects.IAMMember("administrator:accounts", {
      project,
      role: "roles/firebaseauth.admin",
      member: accounts.administrator.member,
    }),
  ];
  const replays = [
    ...grantDatabase(context, "replayer", accounts.replayer, made),
    ...topicNames.map(
      (name) =>
        new gcp.pubsub.TopicIAMMember(`replayer:${name}`, {
          project,
          topic: topicOf(topics, name).name,
          role: "roles/pubsub.publisher",
          member: accounts.replayer.member,
        }),
    ),
  ];
  const app = functionsWith("DATABASE_URL", context);
  const platform = functionsWith("PLATFORM_DATABASE_URL", context);
  const migrated = createJob(context, parts, "migrations", {
    account: accounts.administrator,
    environment: {
      DATABASE_ADMIN_URL: databaseUrl(database, "cloudsqlsuperuser", "postgres"),
      DATABASE_NAME: database.databaseName,
      APP_MEMBERS: usersOf(app.flatMap((name) => accounts.ofFunctions.get(name) ?? [])),
      PLATFORM_MEMBERS: usersOf([
        ...platform.flatMap((name) => accounts.ofFunctions.get(name) ?? []),
        accounts.replayer,
      ]),
    },
    dependsOn: [...administers, ...replays, ...parts.rights],
    runWhenChanged: (path) => hashOf([path, app, platform]),
  });
  createJob(context, parts, "operator", {
    account: accounts.administrator,
    environment: { DATABASE_OWNER_URL: databaseUrl(database, "crm_owner"), FIREBASE_PROJECT_ID: project },
    dependsOn: [migrated],
  });
  createJob(context, parts, "dead-letters", {
    account: accounts.replayer,
    environment: {
      PLATFORM_DATABASE_URL: databaseUrl(database, "crm_platform"),
      GOOGLE_CLOUD_PROJECT: project,
    },
    dependsOn: [migrated],
  });
  return migrated;
}

function functionsWith(variable: "DATABASE_URL" | "PLATFORM_DATABASE_URL", { contracts }: Context): string[] {
  return Object.entries(contracts.functions)
    .filter(([, declared]) => listVariables(declared).secret.includes(variable))
    .map(([name]) => name);
}

/** PostgreSQL's names of the accounts, comma-separated. */
function usersOf(members: readonly gcp.serviceaccount.Account[]): Output<string> {
  return all(members.map(databaseUserOf)).apply((names) => names.join(","));
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
