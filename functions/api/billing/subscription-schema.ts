import { z } from "@hono/zod-openapi";
import type { StoredPeriod } from "../../../shared/billing/queries/billing-periods.ts";
import type { StoredSubscription } from "../../../shared/billing/queries/subscriptions.ts";
import { id, timestamp, version } from "../http/schemas.ts";
import { periodSchema, planCode, presentPeriod } from "./billing-schemas.ts";

export const subscriptionExample = {
  id: "01980000-0000-7000-8000-000000000030",
  plan: "growth",
  status: "active",
  pendingPlan: "starter",
  cancelAtPeriodEnd: false,
  startedAt: "2026-01-31T17:00:00.000Z",
  trialEndsAt: null,
  period: {
    id: "01980000-0000-7000-8000-000000000001",
    startsAt: "2026-02-28T17:00:00.000Z",
    endsAt: "2026-03-31T17:00:00.000Z",
    timeZone: "Asia/Jakarta",
    isTrial: false,
  },
  version: 4,
};

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
  .openapi("Subscription", { example: subscriptionExample });

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
