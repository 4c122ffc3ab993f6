import * as gcp from "@pulumi/gcp";
import type { Context } from "../context.ts";

/** What is counted in the functions' log lines, one wide line for each event or request. */
const logMetrics = {
  errors: {
    filter: 'severity>=ERROR AND jsonPayload.function!=""',
    description: "Log lines of functions at ERROR or above",
  },
  kept: {
    filter: 'jsonPayload.outcome="kept"',
    description: "Events and messages that were kept as dead letters",
  },
  "drained-from-outbox": {
    filter:
      'jsonPayload.function="maintenance" AND jsonPayload.job="drain-outbox" AND jsonPayload.published>0',
    description: "Runs that found events which a function had committed and not published",
  },
  "outbox-age": {
    filter:
      'jsonPayload.function="maintenance" AND jsonPayload.job="drain-outbox" AND jsonPayload.oldestMs>0',
    description: "Milliseconds that the oldest event in the outbox had waited when a run began",
    value: "jsonPayload.oldestMs",
  },
  "maintenance-failed": {
    filter: 'jsonPayload.function="maintenance" AND jsonPayload.status>=500',
    description: "Runs of maintenance that failed",
  },
  "outlets-paused": {
    filter: 'jsonPayload.message="an outlet was paused"',
    description:
      "Outlets that a probe, a send or a status has paused, as those whose WhatsApp token does not work",
  },
} as const satisfies Record<string, LogMetricArgs>;

/** Lines are counted or, where one holds a number to be watched, that number is. */
type LogMetricArgs = { filter: string; description: string; value?: string };

export type LogMetric = keyof typeof logMetrics;

export function createLogMetrics({ project, services }: Context): gcp.logging.Metric[] {
  return Object.entries<LogMetricArgs>(logMetrics).map(
    ([name, { filter, description, value }]) =>
      new gcp.logging.Metric(
        name,
        {
          project,
          name: `crm/${name}`,
          description,
          filter: `resource.type="cloud_run_revision" AND (${filter})`,
          metricDescriptor: {
            metricKind: "DELTA",
            valueType: value === undefined ? "INT64" : "DISTRIBUTION",
            labels: [{ key: "function", valueType: "STRING" }],
          },
          ...(value === undefined ? {} : { valueExtractor: `EXTRACT(${value})` }),
          labelExtractors: { function: "EXTRACT(jsonPayload.function)" },
        },
        { dependsOn: services },
      ),
  );
}

/** The metric's type, as alerts and charts name it. */
export function logMetricType(name: LogMetric): string {
  return `logging.googleapis.com/user/crm/${name}`;
}

/** The metric in PromQL, where Cloud Monitoring writes all but the first slash of a type as underscores. */
export function logSeries(name: LogMetric, suffix: "" | "_bucket" = ""): string {
  const series = `logging_googleapis_com:user_crm_${name.replaceAll("-", "_")}${suffix}`;
  return `${series}{monitored_resource="cloud_run_revision"}`;
}
