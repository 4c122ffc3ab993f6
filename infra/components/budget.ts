import * as gcp from "@pulumi/gcp";
import type { Context } from "../context.ts";

/** Tells the people who are alerted when half, most and all of the month's budget is spent, or will be. */
export function createBudget(
  { project, settings, services }: Context,
  channels: gcp.monitoring.NotificationChannel[],
): void {
  const { budget } = settings;
  if (budget === undefined) return;
  const { number } = gcp.organizations.getProjectOutput({ projectId: project }, { dependsOn: services });
  new gcp.billing.Budget(
    "crm",
    {
      billingAccount: budget.billingAccount,
      displayName: `CRM ${settings.environment}`,
      budgetFilter: { projects: [number.apply((id) => `projects/${id}`)] },
      amount: { specifiedAmount: { currencyCode: budget.currency, units: String(budget.monthly) } },
      thresholdRules: [
        { thresholdPercent: 0.5 },
        { thresholdPercent: 0.9 },
        { thresholdPercent: 1 },
        { thresholdPercent: 1.1, spendBasis: "FORECASTED_SPEND" },
      ],
      allUpdatesRule: {
        monitoringNotificationChannels: channels.map(({ id }) => id),
        disableDefaultIamRecipients: false,
      },
    },
    { dependsOn: services },
  );
}
