import { z } from "@hono/zod-openapi";
import { cancel, subscribe } from "../../../shared/billing/change-subscription.ts";
import { lockAccount } from "../../../shared/billing/queries/billing-accounts.ts";
import { listOverCapacity } from "../../../shared/billing/capacities.ts";
import { findLiveSubscription } from "../../../shared/billing/queries/subscriptions.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { emitCrossings } from "../../../shared/billing/crossing-events.ts";
import { audit } from "../http/audit.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { tenantIdParams } from "../http/schemas.ts";
import { requireVersion } from "../http/version.ts";
import { planCode } from "./billing-schemas.ts";
import { presentSubscription, subscriptionExample, subscriptionSchema } from "./subscription-schema.ts";

export const putSubscription = defineRoute(
  {
    method: "put",
    path: "/billing/tenants/{tenantId}/subscription",
    operation: "setSubscription",
    permission: "billing:write",
    tag: "Billing",
    summary: "Subscribe, change the plan, or cancel",
    description:
      "A larger plan counts at once, its fee and allowances by the days that are left. A smaller one counts from the next " +
      "period on, and may be chosen though there is more than it has room for: all of that goes on working, nothing is added " +
      "until there is room, and `overCapacity` says what there is too much of. `cancelAtPeriodEnd` ends the subscription with its period; choosing a plan takes that back. A tenant's " +
      "first subscription begins with the plan's trial.",
    status: 200,
    params: tenantIdParams,
    body: z.object({
      plan: planCode,
      cancelAtPeriodEnd: z.boolean().default(false).openapi({ example: false }),
    }),
    reply: subscriptionSchema
      .extend({
        change: z.enum(["started", "upgrade", "downgrade", "kept", "canceled"]),
        overCapacity: z
          .array(z.object({ name: z.string(), used: z.int(), allowed: z.int() }))
          .openapi({ description: "What there is more of than the chosen plan has room for" }),
      })
      .openapi("ChangedSubscription", {
        example: { ...subscriptionExample, change: "downgrade", overCapacity: [] },
      }),
    versioned: true,
  },
  async (context) => {
    const { body, services } = context;
    const tenantId = requireReach(context.principal, context.params.tenantId);
    const now = services.now();
    return context.write(tenantId, async (work) => {
      found(await findTenant(work.trx));
      await lockAccount(work.trx);
      const before = await findLiveSubscription(work.trx);
      if (before !== undefined) requireVersion(before.version, { ifMatch: context.ifMatch });
      if (before?.status === "suspended")
        throw new HttpProblem("conflict", "The account is suspended: pay what is owed first.");
      if (body.cancelAtPeriodEnd && before?.plan !== body.plan)
        throw new HttpProblem("conflict", "Only the plan that the tenant has can be cancelled.");
      const changed = found(
        body.cancelAtPeriodEnd
          ? await cancel(work.trx, now)
          : await subscribe(work.trx, tenantId, body.plan, now),
      );
      emitCrossings(work.emit, changed.crossings);
      const after = presentSubscription(changed.subscription, changed.period);
      await audit(work.trx, context, tenantId, {
        action: `subscription.${changed.change}`,
        subjectType: "subscription",
        subjectId: after.id,
        ...(before === undefined ? {} : { before: presentSubscription(before, changed.period) }),
        after,
      });
      const overCapacity = await listOverCapacity(work.trx, body.plan, now);
      return { body: { ...after, change: changed.change, overCapacity }, version: after.version };
    });
  },
);
