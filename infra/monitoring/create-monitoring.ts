import * as gcp from "@pulumi/gcp";
import type { Endpoint } from "../components/endpoints.ts";
import type { Context } from "../context.ts";
import { type Alert, listAlerts } from "./alerts.ts";
import { dashboardJson } from "./dashboard.ts";
import { createLogMetrics } from "./log-metrics.ts";
import { createUptimeChecks } from "./uptime.ts";

/** Metrics, checks from outside, alerts and a dashboard. Returns whom alerts go to. */
export function createMonitoring(
  context: Context,
  endpoints: ReadonlyMap<string, Endpoint>,
): gcp.monitoring.NotificationChannel[] {
  const { project, settings, services } = context;
  const channels = settings.alerts.emails.map(
    (email, index) =>
      new gcp.monitoring.NotificationChannel(
        `email-${index + 1}`,
        {
          project,
          displayName: `CRM ${settings.environment}: ${email}`,
          type: "email",
          labels: { email_address: email },
        },
        { dependsOn: services },
      ),
  );
  const metrics = createLogMetrics(context);
  const alerts = { ...listAlerts(settings), ...createUptimeChecks(context, endpoints) };
  for (const [name, alert] of Object.entries(alerts)) createAlert(name, alert, context, channels, metrics);
  new gcp.monitoring.Dashboard(
    "crm",
    { project, dashboardJson: dashboardJson(`CRM ${settings.environment}`) },
    { dependsOn: services },
  );
  return channels;
}

function createAlert(
  name: string,
  alert: Alert,
  { project, settings, labels, services }: Context,
  channels: gcp.monitoring.NotificationChannel[],
  metrics: gcp.logging.Metric[],
): void {
  new gcp.monitoring.AlertPolicy(
    name,
    {
      project,
      displayName: `CRM ${settings.environment}: ${alert.title}`,
      severity: alert.severity,
      combiner: "OR",
      documentation: { content: alert.advice, mimeType: "text/markdown" },
      conditions: [{ displayName: alert.title, ...conditionOf(alert) }],
      alertStrategy: { autoClose: "86400s" },
      notificationChannels: channels.map(({ id }) => id),
      userLabels: labels,
    },
    // An alert on a metric that is not there yet is refused.
    { dependsOn: [...services, ...metrics] },
  );
}

type Condition = gcp.types.input.monitoring.AlertPolicyCondition;

function conditionOf(
  alert: Alert,
): Pick<Condition, "conditionAbsent" | "conditionThreshold" | "conditionPrometheusQueryLanguage"> {
  if ("query" in alert) {
    return {
      conditionPrometheusQueryLanguage: {
        query: alert.query,
        duration: `${alert.forSeconds}s`,
        evaluationInterval: "60s",
        // A metric out of logs exists from its first line on; until then a condition that is checked would be refused.
        disableMetricValidation: true,
      },
    };
  }
  const aggregation = {
    alignmentPeriod: "60s",
    perSeriesAligner: alert.aligner,
    crossSeriesReducer: alert.comparison === "below" ? "REDUCE_MEAN" : "REDUCE_MAX",
    groupByFields: alert.groupBy,
  };
  const common = {
    filter: alert.filter,
    duration: `${alert.forSeconds}s`,
    aggregations: [aggregation],
    trigger: { count: 1 },
  };
  if (alert.comparison === "absent") return { conditionAbsent: common };
  const comparison = alert.comparison === "below" ? "COMPARISON_LT" : "COMPARISON_GT";
  return { conditionThreshold: { ...common, comparison, thresholdValue: alert.threshold } };
}
