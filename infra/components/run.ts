import type * as gcp from "@pulumi/gcp";
import type { Input, Resource } from "@pulumi/pulumi";
import type { FunctionDeclaration } from "../../shared/contracts/functions.ts";
import type { Accounts } from "./accounts.ts";
import type { Network } from "./network.ts";
import type { Registry } from "./registry.ts";
import type { Secrets } from "./secrets.ts";
import type { Sources } from "./sources.ts";
import type { Topics } from "./topics.ts";
import type { Made } from "./values.ts";

/** What functions are put together from. */
export type Parts = {
  accounts: Accounts;
  made: Made;
  network: Network;
  registry: Registry;
  secrets: Secrets;
  sources: Sources;
  topics: Topics;
  /** Has to be done before a function of this version runs. */
  migrated: Resource;
  /** What each function may do, granted already. */
  rights: ReadonlyMap<string, Resource[]>;
};

/** One function, with what it is given. */
export type Run = {
  name: string;
  declared: FunctionDeclaration;
  account: gcp.serviceaccount.Account;
  environment: Record<string, Input<string>>;
  secrets: { variable: string; secret: gcp.secretmanager.Secret; version: gcp.secretmanager.SecretVersion }[];
  inNetwork: boolean;
  dependsOn: Resource[];
};
