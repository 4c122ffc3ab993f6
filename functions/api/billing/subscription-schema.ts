import { z } from "@hono/zod-openapi";
import type { StoredPeriod } from "../../../shared/db/billing/billing-periods.ts";
import type { StoredSubscription } from "../../../shared/db/billing/subscriptions.ts";
import { id, timestamp, version } from "../http/schemas.ts";
import { periodSchema, planCode, presentPeriod } from "./billing-schemas.ts";

export const subscriptionSchema = z
  .object({
    id,
    plan: planCode,
    status: z.enum(["trial", "active", "past_due", "canceled", "suspended"]),
    pendingPlan: planCode.nullable().openapi({ description: "A smaller plan, from the next period on" }),
    cancelAtPeriodEnd: z.boolean(),
    startedAt: timestamp,
    trialEndsAt: timestamp.nullable(),
    period: periodSchema.nullable(),
    version,
  })
  .openapi("Subscription");

export function presentSubscription(
  subscription: StoredSubscription,
  period: StoredPeriod | undefined,
): z.output<typeof subscriptionSchema> {
  return {
    id: subscription.id,
    plan: subscription.plan,
    status: subscription.status,
    pendingPlan: subscription.pendingPlan,
    cancelAtPeriodEnd: subscription.cancelAtPeriodEnd,
    startedAt: subscription.startedAt.toISOString(),
    trialEndsAt: subscription.trialEndsAt?.toISOString() ?? null,
    period: period === undefined ? null : presentPeriod(period),
    version: subscription.version,
  };
}
