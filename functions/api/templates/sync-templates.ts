import { z } from "@hono/zod-openapi";
import {
  forgetUnlisted,
  markTemplatesSynced,
  recordTemplate,
} from "../../../shared/templates/queries/message-templates.ts";
import { requireTenant } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, ownTenantId } from "../http/schemas.ts";
import { accountAccess, whatsAppProblem } from "./account-access.ts";

export const syncTemplates = defineRoute(
  {
    method: "post",
    path: "/templates/sync",
    operation: "syncTemplates",
    permission: "templates:write",
    tag: "Templates",
    summary: "Fetch all templates from WhatsApp",
    description: "Of the business account of the outlet. What WhatsApp does not list any more is forgotten.",
    status: 200,
    body: z.object({ tenantId: ownTenantId, outletId: id }),
    reply: z.object({ listed: z.int(), forgotten: z.int() }),
  },
  async (context) => {
    const { body, principal, services } = context;
    const tenantId = requireTenant(principal, body.tenantId);
    const access = await accountAccess(context, tenantId, body.outletId);
    const syncedAt = services.now();
    const outcome = await services.whatsapp.listTemplates(access);
    if (outcome.kind !== "listed") throw whatsAppProblem(outcome);
    return context.write(tenantId, async ({ trx }) => {
      const { businessAccountId } = access;
      for (const template of outcome.templates)
        await recordTemplate(trx, businessAccountId, template, syncedAt);
      const forgotten = await forgetUnlisted(trx, businessAccountId, syncedAt);
      await markTemplatesSynced(trx, businessAccountId, syncedAt);
      return { body: { listed: outcome.templates.length, forgotten } };
    });
  },
);
