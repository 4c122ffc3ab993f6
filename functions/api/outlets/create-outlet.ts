import { z } from "@hono/zod-openapi";
import { recordOutlet } from "../../../shared/db/outlets.ts";
import { findTenant } from "../../../shared/db/tenants.ts";
import { checkOutlet } from "../../../shared/runtime/outlet-health.ts";
import { requireCapacity } from "../billing/require-capacity.ts";
import { audit } from "../http/audit.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id } from "../http/schemas.ts";
import { healthColumns } from "./health-columns.ts";
import { outletFields, outletSchema, peopleColumns, peopleFields, presentOutlet } from "./outlet-schema.ts";
import { storedToken } from "./stored-token.ts";

export const createOutlet = defineRoute(
  {
    method: "post",
    path: "/outlets",
    permission: "outlets:write",
    tag: "Outlets",
    summary: "Create an outlet",
    description:
      "Its token and number are checked with WhatsApp, and our app subscribed to its account. When that fails the outlet is " +
      "kept all the same, as `unverified`, and `statusMessage` says what is wrong.",
    status: 201,
    body: z.object({ tenantId: id, ...outletFields, ...peopleFields }),
    reply: outletSchema,
    versioned: true,
  },
  async (context) => {
    const { body, services, read } = context;
    const tenantId = requireReach(context.principal, body.tenantId);
    await read(tenantId, async (trx) => {
      found(await findTenant(trx));
      await requireCapacity(trx, context, tenantId, { outlets: 1 });
    });
    // Outside the transaction: Graph may take its time.
    const health = await checkOutlet(services.whatsapp, {
      phoneNumberId: body.wabaPhoneNumberId,
      businessAccountId: body.wabaBusinessAccountId,
      accessToken: body.wabaAccessToken,
    });
    return context.write(tenantId, async (trx) => {
      await requireCapacity(trx, context, tenantId, { outlets: 1 });
      const now = services.now();
      const row = await recordOutlet(trx, {
        name: body.name,
        waba_phone_number: body.wabaPhoneNumber,
        waba_phone_number_id: body.wabaPhoneNumberId,
        waba_business_account_id: body.wabaBusinessAccountId,
        ...(await storedToken(trx, services.tokens, tenantId, body.wabaAccessToken, now)),
        ...healthColumns(health, now),
        ...peopleColumns(body),
        status: health.status,
        ...(health.status === "active" ? { proven_at: now, active_since: now } : {}),
      });
      const outlet = presentOutlet(row);
      await audit(trx, context, tenantId, {
        action: "outlet.create",
        subjectType: "outlet",
        subjectId: outlet.id,
        after: outlet,
      });
      return { body: outlet, version: outlet.version, location: `/outlets/${outlet.id}` };
    });
  },
);
