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
  createLogMetrics(context);
  const alerts = { ...listAlerts(settings), ...createUptimeChecks(context, endpoints) };
  for (const [name, alert] of Object.entries(alerts)) createAlert(name, alert, context, channels);
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
): void {
  new gcp.monitoring.AlertPolicy(
    name,
    {
      project,
      displayName: `CRM ${settings.environment}: ${alert.title}`,
      severity: alert.severity,
      combiner: "OR",
      documentation: { content: alert.advice, mimeType: "text/markdown" },
      conditions: [
        {
          displayName: alert.title,
          conditionThreshold: {
            filter: alert.filter,
            comparison: alert.comparison === "below" ? "COMPARISON_LT" : "COMPARISON_GT",
            thresholdValue: alert.threshold,
            duration: `${alert.forSeconds}s`,
            aggregations: [
              {
                alignmentPeriod: "60s",
                perSeriesAligner: alert.aligner,
                crossSeriesReducer: alert.comparison === "below" ? "REDUCE_MEAN" : "REDUCE_MAX",
                groupByFields: alert.groupBy,
              },
            ],
            trigger: { count: 1 },
          },
        },
      ],
      alertStrategy: { autoClose: "86400s" },
      notificationChannels: channels.map(({ id }) => id),
      userLabels: labels,
    },
    { dependsOn: services },
  );
}
