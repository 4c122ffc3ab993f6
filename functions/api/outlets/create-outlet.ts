import { z } from "@hono/zod-openapi";
import { recordOutlet } from "../../../shared/outlets/queries/outlets.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { subscribeAgain } from "../../../shared/outlets/end-subscription.ts";
import { takeNumber } from "../../../shared/outlets/take-number.ts";
import { requireCapacity } from "../billing/require-capacity.ts";
import { audit } from "../http/audit.ts";
import { found, requireTenant } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { ownTenantId } from "../http/schemas.ts";
import { healthColumns } from "./health-columns.ts";
import { outletFields, outletSchema, peopleColumns, peopleFields, presentOutlet } from "./outlet-schema.ts";
import { proveOutlet } from "./prove-outlet.ts";
import { storedToken } from "../../../shared/outlets/stored-token.ts";

export const createOutlet = defineRoute(
  {
    method: "post",
    path: "/outlets",
    permission: "outlets:write",
    tag: "Outlets",
    summary: "Create an outlet",
    description:
      "Its token and number are checked with WhatsApp, and our app subscribed to its account. When that fails the outlet is " +
      "kept all the same, as `unverified`, and `statusMessage` says what is wrong; it gets nothing that comes for the number. " +
      "A number of another account of this CRM moves here when the token stored there opens it no more; else that is a 409.",
    status: 201,
    body: z.object({ tenantId: ownTenantId, ...outletFields, ...peopleFields }),
    reply: outletSchema,
    versioned: true,
  },
  async (context) => {
    const { body, services, read } = context;
    const tenantId = requireTenant(context.principal, body.tenantId);
    await read(tenantId, async (trx) => {
      found(await findTenant(trx));
      await requireCapacity(trx, context, tenantId, { outlets: 1 });
    });
    const named = { phoneNumberId: body.wabaPhoneNumberId, businessAccountId: body.wabaBusinessAccountId };
    const access = { ...named, accessToken: body.wabaAccessToken };
    // Outside the transaction: Graph may take its time.
    const { health, rival } = await proveOutlet(services, tenantId, access);
    const reply = await context.write(tenantId, async ({ trx }) => {
      await requireCapacity(trx, context, tenantId, { outlets: 1 });
      const now = services.now();
      const tokenColumns = await storedToken(trx, services.tokens, tenantId, body.wabaAccessToken, now);
      if (health.status === "active") await takeNumber(trx, tenantId, named, rival);
      const row = await recordOutlet(trx, {
        name: body.name,
        waba_phone_number: body.wabaPhoneNumber,
        waba_phone_number_id: body.wabaPhoneNumberId,
        waba_business_account_id: body.wabaBusinessAccountId,
        ...tokenColumns,
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
    if (health.status === "active") await subscribeAgain(services, { tenantId, ...access });
    return reply;
  },
);
