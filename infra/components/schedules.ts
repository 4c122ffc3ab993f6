import * as gcp from "@pulumi/gcp";
import { interpolate } from "@pulumi/pulumi";
import type { Context } from "../context.ts";
import type { Accounts } from "./accounts.ts";
import type { Endpoint } from "./endpoints.ts";

/** A job of Cloud Scheduler for every job that a function declares. */
export function createSchedules(
  { project, region, contracts }: Context,
  endpoints: ReadonlyMap<string, Endpoint>,
  { scheduler }: Accounts,
): void {
  for (const [name, { trigger, timeoutSeconds }] of Object.entries(contracts.functions)) {
    const endpoint = endpoints.get(name);
    if (trigger.kind !== "schedule" || endpoint === undefined) continue;
    for (const [job, { cron, meaning }] of Object.entries(trigger.jobs)) {
      new gcp.cloudscheduler.Job(
        `${name}:${job}`,
        {
          project,
          region,
          name: `crm-${name}-${job}`,
          description: meaning,
          schedule: cron,
          timeZone: "Etc/UTC",
          attemptDeadline: `${Math.max(timeoutSeconds, 15)}s`,
          // The next time comes by itself.
          retryConfig: { retryCount: 0 },
          httpTarget: {
            uri: interpolate`${endpoint.url}/${job}`,
            httpMethod: "POST",
            oidcToken: { serviceAccountEmail: scheduler.email, audience: endpoint.url },
          },
        },
        { dependsOn: endpoint.callers },
      );
    }
  }
}
