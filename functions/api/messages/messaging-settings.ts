import { z } from "@hono/zod-openapi";
import { findTenant, lockTenant, updateTenant } from "../../../shared/db/tenants.ts";
import {
  messagingSettingsSchema,
  readMessagingSettings,
} from "../../../shared/domain/whatsapp/outbound/messaging-settings.ts";
import { audit } from "../http/audit.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";

const reply = z.object({ messaging: messagingSettingsSchema }).openapi("MessagingSettings");

export const getMessagingSettings = defineRoute(
  {
    method: "get",
    path: "/tenants/{id}/messaging",
    permission: "tenants:read",
    tag: "Messages",
    summary: "Read how the tenant's messaging works",
    status: 200,
    params: idParams,
    reply,
  },
  async (context) => {
    const tenantId = requireReach(context.principal, context.params.id);
    const tenant = found(await context.read(tenantId, async (trx) => findTenant(trx)));
    return { body: { messaging: readMessagingSettings(tenant.messaging) } };
  },
);

export const putMessagingSettings = defineRoute(
  {
    method: "put",
    path: "/tenants/{id}/messaging",
    permission: "tenants:update",
    tag: "Messages",
    summary: "Change how the tenant's messaging works",
    description:
      "Replaces what was there. `windowTemplate` goes in place of an answer that missed the 24-hour window; without it a " +
      "human takes over. `stopWords` and `startWords` take the place of the usual words for opting out of marketing and in.",
    status: 200,
    params: idParams,
    body: messagingSettingsSchema,
    reply,
  },
  async (context) => {
    const tenantId = requireReach(context.principal, context.params.id);
    const { body: messaging } = context;
    return context.write(tenantId, async (trx) => {
      const before = readMessagingSettings(found(await lockTenant(trx)).messaging);
      await updateTenant(trx, { messaging });
      await audit(trx, context, tenantId, {
        action: "tenant.update-messaging",
        subjectType: "tenant",
        subjectId: tenantId,
        before,
        after: messaging,
      });
      return { body: { messaging } };
    });
  },
);
