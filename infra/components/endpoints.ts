import * as gcp from "@pulumi/gcp";
import { type Input, interpolate, type Output, type Resource } from "@pulumi/pulumi";
import type { FunctionDeclaration } from "../../shared/contracts/functions.ts";
import type { Context } from "../context.ts";
import type { Accounts } from "./accounts.ts";

/** Where a function answers, be it a Cloud Function or a service of Cloud Run. */
export type Served = {
  url: Output<string>;
  /** Its service in Cloud Run, which says who may call it. */
  service: Output<string>;
  resource: Resource;
};
/** The same, with the grants that let its callers in. */
export type Endpoint = Served & { callers: Resource[] };

/** What anybody may call. */
export const publicOnes = ["webhook", "api", "realtime", "console"];

/**
 * Where a function of that name answers, known before it is there: Cloud Run gives every service this address beside the one
 * that it makes up. https://cloud.google.com/run/docs/triggering/https-request#deterministic
 */
export function addressOf({ project, region, services }: Context, name: string): Output<string> {
  const { number } = gcp.organizations.getProjectOutput({ projectId: project }, { dependsOn: services });
  return interpolate`https://crm-${name}-${number}.${region}.run.app`;
}

/** Throws where a declaration would open to everybody what is not meant for everybody. */
export function checkPublic({ contracts }: Context): void {
  const wrong = Object.entries(contracts.functions)
    .filter(([name, { invoker }]) => invoker === "public" && !publicOnes.includes(name))
    .map(([name]) => name);
  if (wrong.length > 0)
    throw new Error(`Only ${publicOnes.join(", ")} may be public, not ${wrong.join(", ")}`);
}

/** Lets call a function who its declaration names, and no one else. */
export function allowInvoker(
  { project, region }: Context,
  name: string,
  declared: FunctionDeclaration,
  endpoint: Served,
  { pubsub, scheduler }: Accounts,
): Resource[] {
  const callers: Record<string, Input<string>> = {};
  if (declared.invoker === "public") callers["public"] = "allUsers";
  if (declared.invoker === "pubsub" || declared.trigger.kind === "event") callers["pubsub"] = pubsub.member;
  if (declared.invoker === "scheduler") callers["scheduler"] = scheduler.member;
  return Object.entries(callers).map(
    ([caller, member]) =>
      new gcp.cloudrunv2.ServiceIamMember(`${name}:${caller}`, {
        project,
        location: region,
        name: endpoint.service,
        role: "roles/run.invoker",
        member,
      }),
  );
}
