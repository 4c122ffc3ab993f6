import * as gcp from "@pulumi/gcp";
import { interpolate, type Resource } from "@pulumi/pulumi";
import type { FunctionDeclaration } from "../../shared/contracts/functions.ts";
import type { Context } from "../context.ts";
import { type Accounts, databaseUserOf } from "./accounts.ts";
import { bucketOf } from "./buckets.ts";
import type { Secrets } from "./secrets.ts";
import { topicOf, type Topics } from "./topics.ts";
import { listVariables, type Made } from "./values.ts";

type Given = Made & { topics: Topics; secrets: Secrets };

/** What every function's declaration asks for, each right on the one thing that it is for. */
export function grantAll(
  context: Context,
  { ofFunctions }: Accounts,
  given: Given,
): ReadonlyMap<string, Resource[]> {
  return new Map(
    [...ofFunctions].flatMap(([name, account]) => {
      const declared = context.contracts.functions[name];
      return declared === undefined ? [] : [[name, grant(context, name, declared, account, given)] as const];
    }),
  );
}

function grant(
  context: Context,
  name: string,
  declared: FunctionDeclaration,
  account: gcp.serviceaccount.Account,
  given: Given,
): Resource[] {
  const { project } = context;
  const { member } = account;
  const { plain, secret } = listVariables(declared);
  const lists = new Set<string>([...plain, ...secret]);
  const rights: Resource[] = [];

  for (const topic of declared.emits) {
    const role = "roles/pubsub.publisher";
    rights.push(
      new gcp.pubsub.TopicIAMMember(`${name}:${topic}`, {
        project,
        topic: topicOf(given.topics, topic).name,
        role,
        member,
      }),
    );
  }
  for (const variable of secret) {
    const found = given.secrets.get(variable);
    if (found === undefined) continue;
    const role = "roles/secretmanager.secretAccessor";
    rights.push(
      new gcp.secretmanager.SecretIamMember(`${name}:${variable}`, {
        project,
        secretId: found.secret.secretId,
        role,
        member,
      }),
    );
  }
  for (const variable of plain) {
    const bucket = bucketOf(given.buckets, variable);
    if (bucket === undefined) continue;
    // Reads, writes and deletes objects; changes nothing of the bucket itself.
    const role = "roles/storage.objectUser";
    rights.push(
      new gcp.storage.BucketIAMMember(`${name}:${variable}`, { bucket: bucket.name, role, member }),
    );
  }
  if (declared.trigger.kind === "http" && plain.some((variable) => variable.endsWith("_BUCKET"))) {
    // Signs the URLs by which users upload and download, as itself.
    const role = "roles/iam.serviceAccountTokenCreator";
    rights.push(
      new gcp.serviceaccount.IAMMember(`${name}:sign`, { serviceAccountId: account.name, role, member }),
    );
  }
  if (lists.has("KMS_KEY_NAME")) {
    // Events only open what users and schedules have sealed.
    const suffix = declared.trigger.kind === "event" ? "cryptoKeyDecrypter" : "cryptoKeyEncrypterDecrypter";
    rights.push(
      new gcp.kms.CryptoKeyIAMMember(`${name}:kms`, {
        cryptoKeyId: given.wrappingKey.id,
        role: `roles/cloudkms.${suffix}`,
        member,
      }),
    );
  }
  if (lists.has("DATABASE_URL") || lists.has("PLATFORM_DATABASE_URL")) {
    rights.push(...grantDatabase(context, name, account, given));
  }
  if (lists.has("FIREBASE_PROJECT_ID") && declared.trigger.kind !== "event") {
    rights.push(
      new gcp.projects.IAMMember(`${name}:accounts`, { project, role: "roles/firebaseauth.admin", member }),
    );
  }
  if (plain.some((variable) => variable.endsWith("_DATASET"))) {
    const { dataset, appender, eraser } = given.warehouse;
    // Events are appended; only who does other work asks and deletes, which takes jobs.
    const isAppender = declared.trigger.kind === "event";
    rights.push(
      new gcp.bigquery.DatasetIamMember(`${name}:warehouse`, {
        project,
        datasetId: dataset.datasetId,
        role: isAppender ? appender.name : eraser.name,
        member,
      }),
    );
    if (!isAppender) {
      const role = "roles/bigquery.jobUser";
      rights.push(new gcp.projects.IAMMember(`${name}:warehouse-jobs`, { project, role, member }));
    }
  }
  return rights;
}

/** To reach the instance, to sign in, and to be a user of it. What the user may do stands in the database. */
export function grantDatabase(
  { project }: Context,
  name: string,
  account: gcp.serviceaccount.Account,
  { database: { instance } }: Pick<Made, "database">,
  databaseRoles?: string[],
): Resource[] {
  const { member } = account;
  const own = interpolate`resource.name == "projects/${project}/instances/${instance.name}"`;
  // Who has roles of the server's own makes clones of it ready as well.
  const names =
    databaseRoles === undefined
      ? own
      : interpolate`(${own} || resource.name == "projects/${project}/instances/${instance.name}-restored")`;
  const condition = {
    title: "this-instance",
    expression: interpolate`${names} && resource.service == "sqladmin.googleapis.com"`,
  };
  return [
    new gcp.projects.IAMMember(`${name}:cloudsql`, {
      project,
      role: "roles/cloudsql.client",
      member,
      condition,
    }),
    new gcp.projects.IAMMember(`${name}:cloudsql-user`, {
      project,
      role: "roles/cloudsql.instanceUser",
      member,
      condition,
    }),
    new gcp.sql.User(name, {
      project,
      instance: instance.name,
      name: databaseUserOf(account),
      type: "CLOUD_IAM_SERVICE_ACCOUNT",
      ...(databaseRoles === undefined ? {} : { databaseRoles }),
    }),
  ];
}
