import { z } from "@hono/zod-openapi";
import { listUsage } from "../../../shared/billing/queries/usage-report.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { localDate } from "../../../shared/billing/rules/period-boundary.ts";
import { daysRule, readDays } from "../http/days.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, tenantIdParams } from "../http/schemas.ts";
import { day, meter } from "./billing-schemas.ts";

export const listUsageRoute = defineRoute(
  {
    method: "get",
    path: "/billing/tenants/{tenantId}/usage",
    operation: "listUsage",
    permission: "billing:read",
    tag: "Billing",
    summary: "Read what a tenant used, by day, outlet and meter",
    description: daysRule,
    status: 200,
    params: tenantIdParams,
    query: z.object({
      from: day.optional(),
      to: day.optional(),
      outletId: id.optional(),
      meter: meter.optional(),
    }),
    reply: z.object({
      from: z.string(),
      to: z.string(),
      data: z.array(
        z
          .object({ day: z.string(), outletId: id.nullable(), meter: z.string(), quantity: z.int() })
          .openapi("UsageOfDay"),
      ),
    }),
  },
  async ({ principal, params, query, read, services }) => {
    const tenantId = requireReach(principal, params.tenantId);
    const body = await read(tenantId, async (trx) => {
      const { time_zone: timeZone } = found(await findTenant(trx));
      const { from, to } = readDays(query, localDate(services.now(), timeZone));
      return { from, to, data: await listUsage(trx, { ...query, from, to }) };
    });
    return { body };
  },
);
