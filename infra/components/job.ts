import * as gcp from "@pulumi/gcp";
import type { Input, Resource } from "@pulumi/pulumi";
import type { Context } from "../context.ts";
import type { JobName } from "../jobs.ts";
import type { Network } from "./network.ts";
import type { Registry } from "./registry.ts";
import type { Sources } from "./sources.ts";

export type JobParts = { network: Network; registry: Registry; sources: Sources };

type JobArgs = {
  account: gcp.serviceaccount.Account;
  environment: Record<string, Input<string>>;
  dependsOn: Resource[];
  /** Where given, the job runs whenever it changes, and counts as made only when that run has ended well. */
  runWhenChanged?(path: string): string;
};

/** A program of ours as a job of Cloud Run: Node's image with the built folder mounted, so there is no image to build. */
export function createJob(context: Context, parts: JobParts, name: JobName, args: JobArgs): Resource {
  const { project, region, settings, labels } = context;
  const { network, registry, sources } = parts;
  const { account, environment, dependsOn, runWhenChanged } = args;
  const { path, objects } = sources.filesOf(`jobs/${name}`);
  return new gcp.cloudrunv2.Job(
    name,
    {
      project,
      location: region,
      name: `crm-${name}`,
      deletionProtection: false,
      ...(runWhenChanged === undefined ? {} : { runExecutionToken: runWhenChanged(path) }),
      template: {
        taskCount: 1,
        template: {
          serviceAccount: account.email,
          // Grants take minutes to be known everywhere; what a run has done already it finds done.
          maxRetries: 3,
          timeout: "3600s",
          containers: [
            {
              image: registry.imageOf(settings.nodeImage),
              commands: ["node", "--enable-source-maps", `/code/${path}/index.mjs`],
              envs: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
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
    {
      dependsOn: [...dependsOn, ...objects],
      // Longer than its run, which the creation waits for.
      customTimeouts: { create: "70m", update: "70m" },
    },
  );
}
