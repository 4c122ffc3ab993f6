import * as gcp from "@pulumi/gcp";
import type { Endpoint } from "../components/endpoints.ts";
import type { Context } from "../context.ts";
import type { Alert } from "./alerts.ts";

/** What a public function answers to somebody who only looks whether it is there. */
const checks: Record<string, { path: string; status: number }> = {
  // A handshake without Meta's token is refused, by our own code.
  webhook: { path: "/", status: 403 },
  api: { path: "/health", status: 200 },
  console: { path: "/", status: 200 },
  realtime: { path: "/health", status: 200 },
};

/** Checks public functions from outside every minute; returns the alerts on them. */
export function createUptimeChecks(
  { project, settings, contracts, labels, services }: Context,
  endpoints: ReadonlyMap<string, Endpoint>,
): Record<string, Alert> {
  const publicOnes = Object.entries(contracts.functions).filter(([, { invoker }]) => invoker === "public");
  return Object.fromEntries(
    publicOnes.flatMap(([name]) => {
      const check = checks[name];
      const endpoint = endpoints.get(name);
      if (check === undefined || endpoint === undefined) return [];
      new gcp.monitoring.UptimeCheckConfig(
        name,
        {
          project,
          displayName: `CRM ${settings.environment}: ${name}`,
          period: "60s",
          timeout: "10s",
          httpCheck: {
            path: check.path,
            port: 443,
            useSsl: true,
            validateSsl: true,
            acceptedResponseStatusCodes: [{ statusValue: check.status }],
          },
          monitoredResource: {
            type: "uptime_url",
            labels: {
              project_id: project,
              host: endpoint.url.apply((url) => url.replace(/^https:\/\//, "")),
            },
          },
          userLabels: { ...labels, function: name },
        },
        { dependsOn: services },
      );
      return [[`${name}-down`, downAlert(name)] as const];
    }),
  );
}

function downAlert(name: string): Alert {
  return {
    title: `${name} does not answer from outside`,
    advice:
      "Fewer than half of the places that look can reach it. See its log, its last roll-out, and Google Cloud's status page.",
    filter: `metric.type="monitoring.googleapis.com/uptime_check/check_passed" AND resource.type="uptime_url" AND metadata.user_labels.function="${name}"`,
    aligner: "ALIGN_FRACTION_TRUE",
    groupBy: ["metric.label.check_id"],
    comparison: "below",
    threshold: 0.5,
    forSeconds: 120,
    severity: "CRITICAL",
  };
}
