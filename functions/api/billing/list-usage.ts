import { z } from "@hono/zod-openapi";
import { listUsage, type UsageOfDay } from "../../../shared/billing/queries/usage-report.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { localDate } from "../../../shared/billing/rules/period-boundary.ts";
import { daysRule, readDays } from "../http/days.ts";
import { cursorOf, limitOf, pageOf, splitPage, toCursor } from "../http/page.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, tenantIdParams } from "../http/schemas.ts";
import { day, meter } from "./billing-schemas.ts";

const usageOfDay = z
  .object({ day: z.iso.date(), outletId: id.nullable(), meter: z.string(), quantity: z.int() })
  .openapi("UsageOfDay");

const cursor = cursorOf(z.object({ day: z.iso.date(), meter: z.string(), outletId: z.uuid().nullable() }));

function toUsageCursor({ day: on, meter: of, outletId }: UsageOfDay): string {
  return toCursor({ day: on, meter: of, outletId });
}

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
      limit: limitOf({ most: 1_000, usual: 100 }),
      cursor: cursor.optional(),
      from: day.optional(),
      to: day.optional(),
      outletId: id.optional(),
      meter: meter.optional(),
    }),
    reply: pageOf(usageOfDay).extend({
      from: z.iso.date(),
      to: z.iso.date(),
      timeZone: z.string().openapi({ description: "Whose days these are", example: "Asia/Jakarta" }),
    }),
  },
  async ({ principal, params, query, read, services }) => {
    const tenantId = requireReach(principal, params.tenantId);
    const body = await read(tenantId, async (trx) => {
      const { time_zone: timeZone } = found(await findTenant(trx));
      const { from, to } = readDays(query, localDate(services.now(), timeZone));
      const rows = await listUsage(
        trx,
        { ...query, from, to },
        { limit: query.limit + 1, after: query.cursor },
      );
      const { shown, last } = splitPage(rows, query.limit);
      return { from, to, timeZone, data: shown, nextCursor: last === undefined ? null : toUsageCursor(last) };
    });
    return { body };
  },
);
