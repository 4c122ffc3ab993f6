import type { Settings } from "../settings.ts";
import { logSeries } from "./log-metrics.ts";

export type Alert = {
  /** What happened, as the mail's subject. */
  title: string;
  /** What it means and what to do, for whoever is woken. */
  advice: string;
  /** For this long in a row. */
  forSeconds: number;
  severity: "CRITICAL" | "ERROR" | "WARNING";
} & (OnSeries | OnLogs);

/** On a metric of Google's own. */
type OnSeries = {
  filter: string;
  aligner: "ALIGN_MAX" | "ALIGN_RATE" | "ALIGN_PERCENTILE_99" | "ALIGN_DELTA" | "ALIGN_FRACTION_TRUE";
  groupBy: string[];
  /** Above the threshold unless said; `absent`: there is no value at all. */
} & ({ comparison?: "below"; threshold: number } | { comparison: "absent" });

/** On a metric out of logs: a condition in PromQL, which Google takes before the metric's first line. */
type OnLogs = { query: string };

const subscription = 'resource.type="pubsub_subscription"';
const service = 'resource.type="cloud_run_revision"';

/** What somebody has to know at once. */
export function listAlerts({ database }: Settings): Record<string, Alert> {
  return {
    "dead-letters": {
      title: "An event became a dead letter",
      advice:
        "List them with `npm run dead-letters`, mend the cause, then replay them. Nothing is lost meanwhile.",
      filter: `metric.type="pubsub.googleapis.com/subscription/dead_letter_message_count" AND ${subscription}`,
      aligner: "ALIGN_DELTA",
      groupBy: ["resource.label.subscription_id"],
      threshold: 0,
      forSeconds: 0,
      severity: "ERROR",
    },
    "kept-events": {
      title: "An event could not be read and was kept",
      advice: "Look at its reason with `npm run dead-letters`; a new shape of Meta's needs a change of ours.",
      query: `sum by (function) (increase(${logSeries("kept")}[5m])) > 0`,
      forSeconds: 0,
      severity: "WARNING",
    },
    "oldest-unacked": {
      title: "Events wait for longer than five minutes",
      advice:
        "The function of the subscription is failing or too slow: see its errors, its instances and the database.",
      filter: `metric.type="pubsub.googleapis.com/subscription/oldest_unacked_message_age" AND ${subscription}`,
      aligner: "ALIGN_MAX",
      groupBy: ["resource.label.subscription_id"],
      threshold: 300,
      forSeconds: 120,
      severity: "CRITICAL",
    },
    "webhook-slow": {
      title: "The webhook's p99 is above two seconds",
      advice:
        "Meta gives up on slow answers and repeats them. See Pub/Sub's publish latency and the instances' start times.",
      filter: `metric.type="run.googleapis.com/request_latencies" AND ${service} AND resource.label.service_name="crm-webhook"`,
      aligner: "ALIGN_PERCENTILE_99",
      groupBy: ["resource.label.service_name"],
      threshold: 2_000,
      forSeconds: 300,
      severity: "WARNING",
    },
    "webhook-5xx": {
      title: "The webhook answers 5xx",
      advice:
        "Meta repeats what was not taken for up to seven days, so there is time; Pub/Sub or the function's start is at fault.",
      filter: `metric.type="run.googleapis.com/request_count" AND ${service} AND resource.label.service_name="crm-webhook" AND metric.label.response_code_class="5xx"`,
      aligner: "ALIGN_RATE",
      groupBy: ["resource.label.service_name"],
      threshold: 0.05,
      forSeconds: 300,
      severity: "CRITICAL",
    },
    errors: {
      title: "A function logs errors",
      advice: "Each error is a bug or an outage: open the function's log at severity ERROR.",
      query: `sum by (function) (rate(${logSeries("errors")}[5m])) > 0.1`,
      forSeconds: 300,
      severity: "ERROR",
    },
    "outbox-age": {
      title: "An event has waited in the outbox for five minutes",
      advice:
        "A committed event is not published. See the log of `maintenance`; the event stays in the table `outbox`.",
      query: `histogram_quantile(0.99, sum by (le) (increase(${logSeries("outbox-age", "_bucket")}[5m]))) > 300000`,
      forSeconds: 0,
      severity: "CRITICAL",
    },
    "maintenance-failed": {
      title: "A job of maintenance failed",
      advice: "Crashes are not cleaned up behind. The log of `maintenance` names the job and the error.",
      query: `sum by (function) (increase(${logSeries("maintenance-failed")}[10m])) > 0`,
      forSeconds: 0,
      severity: "ERROR",
    },
    "maintenance-silent": {
      title: "Maintenance has not run for ten minutes",
      advice:
        "Cloud Scheduler does not reach it: see whether its jobs are paused, and what they last answered.",
      filter: `metric.type="run.googleapis.com/request_count" AND ${service} AND resource.label.service_name="crm-maintenance"`,
      aligner: "ALIGN_DELTA",
      groupBy: ["resource.label.service_name"],
      comparison: "absent",
      forSeconds: 600,
      severity: "CRITICAL",
    },
    "token-failures": {
      title: "An outlet was paused",
      advice:
        "The outlet is paused and holds its messages. Ask the tenant for a new token; the audit log names the outlet.",
      query: `sum(increase(${logSeries("outlets-paused")}[15m])) > 0`,
      forSeconds: 0,
      severity: "WARNING",
    },
    "sql-connections": {
      title: "The database runs out of connections",
      advice:
        "Four fifths of max_connections are taken. Lower maxInstances, raise database.maxConnections, or look for stuck transactions.",
      filter:
        'metric.type="cloudsql.googleapis.com/database/postgresql/num_backends" AND resource.type="cloudsql_database"',
      aligner: "ALIGN_MAX",
      groupBy: ["resource.label.database_id"],
      threshold: Math.floor(database.maxConnections * 0.8),
      forSeconds: 300,
      severity: "CRITICAL",
    },
    "sql-disk": {
      title: "The database's disk is four fifths full",
      advice: "It grows by itself; see that it is not a table that should have been cleaned up.",
      filter:
        'metric.type="cloudsql.googleapis.com/database/disk/utilization" AND resource.type="cloudsql_database"',
      aligner: "ALIGN_MAX",
      groupBy: ["resource.label.database_id"],
      threshold: 0.8,
      forSeconds: 600,
      severity: "WARNING",
    },
  };
}
