import { createHash } from "node:crypto";
import * as gcp from "@pulumi/gcp";
import { jsonStringify, type Output, type Resource } from "@pulumi/pulumi";
import { topicNames } from "../../shared/contracts/topics.ts";
import { functionRoles, roleOf } from "../../shared/contracts/database-roles.ts";
import type { Context } from "../context.ts";
import { type Accounts, databaseUserOf } from "./accounts.ts";
import { grantDatabase } from "./grants.ts";
import { createJob, type JobParts } from "./job.ts";
import { topicOf, type Topics } from "./topics.ts";
import { databaseUrl, type Made } from "./values.ts";

type Parts = JobParts & { accounts: Accounts; made: Made; topics: Topics; rights: Resource[] };

/**
 * The jobs that work on the database. Returns the one that makes it ready: functions that depend on it roll out
 * after the migrations, or not at all.
 */
export function createDatabaseJobs(context: Context, parts: Parts): Resource {
  const { project } = context;
  const { accounts, made, topics } = parts;
  const { database } = made;
  const { bucket } = parts.sources;
  const readSources = (name: string, { member }: gcp.serviceaccount.Account) =>
    new gcp.storage.BucketIAMMember(`${name}:sources`, {
      bucket: bucket.name,
      role: "roles/storage.objectViewer",
      member,
    });
  const administers = [
    readSources("administrator", accounts.administrator),
    // The role that may create databases and roles; Cloud SQL has no real superuser.
    ...grantDatabase(context, "administrator", accounts.administrator, made, ["cloudsqlsuperuser"]),
    new gcp.projects.IAMMember("administrator:accounts", {
      project,
      role: "roles/firebaseauth.admin",
      member: accounts.administrator.member,
    }),
  ];
  const replays = [
    readSources("replayer", accounts.replayer),
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
  const members = membersOf(accounts);
  const migrated = createJob(context, parts, "migrations", {
    account: accounts.administrator,
    environment: {
      DATABASE_ADMIN_URL: databaseUrl(database, "cloudsqlsuperuser", "postgres"),
      DATABASE_NAME: database.databaseName,
      ROLE_MEMBERS: jsonStringify(members),
    },
    dependsOn: [...administers, ...replays, ...parts.rights],
    runWhenChanged: (path) => hashOf([path, Object.keys(members)]),
  });
  createJob(context, parts, "restore", {
    account: accounts.administrator,
    environment: {
      DATABASE_OWNER_URL: databaseUrl(database, "crm_owner"),
      RESTORED_OWNER_URL: databaseUrl(database, "crm_owner").apply((url) =>
        url.replace(/(instance=[^&]*)/, "$1-restored"),
      ),
    },
    dependsOn: [migrated],
  });
  createJob(context, parts, "operator", {
    account: accounts.administrator,
    environment: { DATABASE_OWNER_URL: databaseUrl(database, "crm_owner"), FIREBASE_PROJECT_ID: project },
    dependsOn: [migrated],
  });
  createJob(context, parts, "dead-letters", {
    account: accounts.replayer,
    environment: {
      PLATFORM_DATABASE_URL: databaseUrl(database),
      GOOGLE_CLOUD_PROJECT: project,
    },
    dependsOn: [migrated],
  });
  return migrated;
}

/** PostgreSQL's name of the account that may take on each role: the function's own; dead letters are the replayer's. */
function membersOf({ ofFunctions, replayer }: Accounts): Record<string, Output<string>[]> {
  return Object.fromEntries(
    functionRoles.map(({ role, name }) => {
      const account = role === roleOf("dead-letters", "platform") ? replayer : ofFunctions.get(name);
      return [role, account === undefined ? [] : [databaseUserOf(account)]];
    }),
  );
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
