import { openPeriods } from "../../../shared/billing/open-periods.ts";
import { findLastSubscription } from "../../../shared/billing/queries/subscriptions.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { tenantIdParams } from "../http/schemas.ts";
import { presentSubscription, subscriptionSchema } from "./subscription-schema.ts";

export const getSubscription = defineRoute(
  {
    method: "get",
    path: "/billing/tenants/{tenantId}/subscription",
    operation: "getSubscription",
    permission: "billing:read",
    tag: "Billing",
    summary: "Read a tenant's subscription",
    status: 200,
    params: tenantIdParams,
    reply: subscriptionSchema,
    versioned: true,
  },
  async ({ principal, params, read, services }) => {
    const [subscription, period] = await read(requireReach(principal, params.tenantId), async (trx) => {
      found(await findLastSubscription(trx));
      const present = await openPeriods(trx, services.now());
      return [found(await findLastSubscription(trx)), present] as const;
    });
    return { body: presentSubscription(subscription, period), version: subscription.version };
  },
);
