import { z } from "@hono/zod-openapi";
import { listUsage } from "../../../shared/db/billing/usage-report.ts";
import { findTenant } from "../../../shared/db/tenants.ts";
import { localDate } from "../../../shared/domain/billing/period-boundary.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, tenantIdParams } from "../http/schemas.ts";
import { day, meter } from "./billing-schemas.ts";

const dayMs = 86_400_000;
const longestDays = 366;

export const listUsageRoute = defineRoute(
  {
    method: "get",
    path: "/billing/tenants/{tenantId}/usage",
    permission: "billing:read",
    tag: "Billing",
    summary: "Read what a tenant used, by day, outlet and meter",
    description: `Days are the tenant's own, both ends included; the last 31 unless said otherwise, ${longestDays} at most.`,
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
      const to = query.to ?? localDate(services.now(), timeZone);
      const from = query.from ?? daysBefore(to, 30);
      if (from > to || daysBefore(to, longestDays) > from) {
        throw new HttpProblem("invalid", undefined, {
          errors: [{ field: "from", message: `must lie within ${longestDays} days before \`to\`` }],
        });
      }
      return { from, to, data: await listUsage(trx, { ...query, from, to }) };
    });
    return { body };
  },
);

function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(date) - days * dayMs).toISOString().slice(0, 10);
}
