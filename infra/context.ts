import type { Output, Resource } from "@pulumi/pulumi";
import { type FunctionDeclaration, functions } from "../shared/contracts/functions.ts";
import { listSubscriptions, type Subscription } from "../shared/contracts/subscriptions.ts";
import type { VariableName } from "../shared/contracts/variables.ts";
import type { Place, Settings } from "./settings.ts";

/** What the program is made from; tests give it broken ones. */
export type Contracts = {
  functions: Readonly<Record<string, FunctionDeclaration>>;
  subscriptions: readonly Subscription[];
};

export const ownContracts: Contracts = { functions, subscriptions: listSubscriptions() };

/** What every component is given. */
export type Context = Place & {
  settings: Settings;
  contracts: Contracts;
  labels: Record<string, string>;
  /** Values of secrets that a person gives; those that the program makes itself are not among them. */
  secrets: Partial<Record<VariableName, Output<string>>>;
  /** The folder that `npm run build` fills. */
  dist: string;
  /** The project's services, turned on. */
  services: Resource[];
};

/** Names of buckets are unique in the world, so they begin with the project's. */
export function bucketName({ project }: Context, purpose: string): string {
  return `${project}-${purpose}`;
}
