import * as gcp from "@pulumi/gcp";
import type { Context } from "../context.ts";

export type Accounts = {
  /** One for each function and for nothing else. */
  ofFunctions: ReadonlyMap<string, gcp.serviceaccount.Account>;
  /** In whose name Pub/Sub pushes, and Cloud Scheduler calls. */
  pubsub: gcp.serviceaccount.Account;
  scheduler: gcp.serviceaccount.Account;
  /** Builds functions' images. */
  builder: gcp.serviceaccount.Account;
  /** Runs the migrations, and makes operators. */
  administrator: gcp.serviceaccount.Account;
  /** Reads dead letters and publishes them again. */
  replayer: gcp.serviceaccount.Account;
};

/** Service accounts, without any right yet: each component grants what it makes. */
export function createAccounts(context: Context): Accounts {
  const names = Object.keys(context.contracts.functions);
  return {
    ofFunctions: new Map(
      names.map((name) => [
        name,
        createAccount(context, name, context.contracts.functions[name]?.meaning ?? name),
      ]),
    ),
    pubsub: createAccount(context, "pubsub-push", "In whose name Pub/Sub pushes events to functions"),
    scheduler: createAccount(context, "scheduler", "In whose name Cloud Scheduler calls functions"),
    builder: createAccount(context, "builder", "Builds the images of functions"),
    administrator: createAccount(
      context,
      "administrator",
      "Brings the database's schema up to date, makes operators",
    ),
    replayer: createAccount(context, "replayer", "Lists and replays dead letters"),
  };
}

export function createAccount(
  { project, services }: Context,
  name: string,
  description: string,
): gcp.serviceaccount.Account {
  return new gcp.serviceaccount.Account(
    name,
    { project, accountId: `crm-${name}`, displayName: `CRM ${name}`, description: description.slice(0, 256) },
    { dependsOn: services },
  );
}

/** PostgreSQL's name for the account: its address without the ending that all have. */
export function databaseUserOf(account: gcp.serviceaccount.Account) {
  return account.email.apply((email) => email.replace(/\.gserviceaccount\.com$/, ""));
}
