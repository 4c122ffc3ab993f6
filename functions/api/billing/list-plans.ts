import { z } from "@hono/zod-openapi";
import { listPlanVersions } from "../../../shared/billing/queries/plan-versions.ts";
import { planCodes, planInForce, type PlanVersion } from "../../../shared/billing/rules/plan.ts";
import { defineRoute } from "../http/route.ts";
import { timestamp } from "../http/schemas.ts";
import { currency, minorUnits, overageSchema, planCode } from "./billing-schemas.ts";

const planSchema = z
  .object({
    plan: planCode,
    version: z.int(),
    effectiveFrom: timestamp,
    currency,
    feeMinor: minorUnits,
    trialDays: z.int(),
    creditLimitMinor: minorUnits,
    paymentDays: z
      .int()
      .openapi({ description: "Days from an invoice until what the deposit did not cover is due" }),
    debtGraceDays: z.int().openapi({ description: "Days from then until the account is suspended" }),
    capacities: z.object({
      outlets: z.int(),
      users: z.int(),
      documents: z.int(),
      storageBytes: z.int().optional(),
    }),
    allowances: z.array(
      z.object({
        name: z.string(),
        meters: z.array(z.string()),
        included: z.int(),
        limit: z.enum(["soft", "hard"]),
        overage: overageSchema,
      }),
    ),
  })
  .openapi("Plan");

export const listPlans = defineRoute(
  {
    method: "get",
    path: "/billing/plans",
    operation: "listPlans",
    permission: "billing:read",
    tag: "Billing",
    summary: "List the plans as they are sold now",
    status: 200,
    reply: z.object({ data: z.array(planSchema) }),
  },
  async ({ services }) => {
    const versions = await listPlanVersions(services.db);
    const now = services.now();
    return { body: { data: planCodes.map((plan) => presentPlan(planInForce(versions, plan, now))) } };
  },
);

function presentPlan({ plan, version, effectiveFrom, terms }: PlanVersion): z.output<typeof planSchema> {
  const { allowances, currency: paidIn, ...others } = terms;
  return {
    plan,
    version,
    effectiveFrom: effectiveFrom.toISOString(),
    currency: paidIn,
    ...others,
    allowances: Object.entries(allowances).map(([name, { meters, included, limit, overage }]) => ({
      name,
      meters,
      included,
      limit,
      overage,
    })),
  };
}
