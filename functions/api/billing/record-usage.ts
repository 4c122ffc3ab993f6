import { randomUUID } from "node:crypto";
import { z } from "@hono/zod-openapi";
import { countUsage } from "../../../shared/billing/queries/count-usage.ts";
import { openPeriods } from "../../../shared/billing/open-periods.ts";
import { settle } from "../../../shared/billing/settle.ts";
import { findOutlet } from "../../../shared/outlets/queries/outlets.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { emitCrossings } from "../../../shared/billing/crossing-events.ts";
import { audit } from "../http/audit.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, tenantIdParams, text } from "../http/schemas.ts";
import { meter } from "./billing-schemas.ts";

export const recordUsage = defineRoute(
  {
    method: "post",
    path: "/billing/tenants/{tenantId}/usage",
    operation: "recordUsage",
    permission: "billing:meter",
    tag: "Billing",
    summary: "Record a use",
    description:
      "For what the CRM does not see itself. A use counts once by its `eventId`, and once by its meter and `subjectId`; " +
      "it belongs to the period that it occurred in.",
    status: 201,
    params: tenantIdParams,
    body: z.object({
      meter,
      quantity: z.int().positive().max(1_000_000_000_000).openapi({ example: 3 }),
      outletId: id.optional(),
      eventId: id.optional().openapi({
        description: "Of the client's making; the same for every try",
        example: "01980000-0000-7000-8000-000000000010",
      }),
      subjectId: text(200).optional().openapi({
        description: "What was used; the event's id unless said otherwise",
        example: "call 4711",
      }),
      occurredAt: z.iso
        .datetime()
        .refine((value) => value >= "2000", "must be of this age")
        .optional()
        .openapi({ description: "Now unless said otherwise", example: "2026-03-01T09:30:00.000Z" }),
    }),
    reply: z.object({ eventId: id, isCounted: z.boolean() }).openapi("RecordedUsage", {
      example: { eventId: "01980000-0000-7000-8000-000000000010", isCounted: true },
    }),
  },
  async (context) => {
    const { body, services } = context;
    const tenantId = requireReach(context.principal, context.params.tenantId);
    const now = services.now();
    const asked = body.occurredAt === undefined ? now : new Date(body.occurredAt);
    const occurredAt = asked > now ? now : asked;
    const eventId = body.eventId ?? randomUUID();
    return context.write(tenantId, async (work) => {
      found(await findTenant(work.trx));
      if (body.outletId !== undefined && (await findOutlet(work.trx, body.outletId)) === undefined) {
        throw new HttpProblem("invalid", undefined, {
          errors: [{ field: "outletId", message: "is no outlet of the tenant" }],
        });
      }
      const event = { ...body, id: eventId, subjectId: body.subjectId ?? eventId, occurredAt };
      await openPeriods(work.trx, now);
      const [counted] = await countUsage(work.trx, [{ tenantId, events: [event] }], {
        now,
        withoutPeriod: true,
      });
      emitCrossings(work.emit, await settle(work.trx, tenantId, now));
      const isCounted = counted?.counted.includes(eventId) ?? false;
      if (isCounted) {
        await audit(work.trx, context, tenantId, {
          action: "usage.record",
          subjectType: "usage",
          subjectId: eventId,
          after: { meter: body.meter, quantity: body.quantity },
        });
      }
      return { body: { eventId, isCounted } };
    });
  },
);
