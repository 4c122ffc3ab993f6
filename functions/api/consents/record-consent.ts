import { z } from "@hono/zod-openapi";
import { recordConsent } from "../../../shared/contacts/queries/consents.ts";
import { audit } from "../http/audit.ts";
import { requireTenant } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, text, timestamp, ownTenantId } from "../http/schemas.ts";
import { contactOf, recipient } from "../messages/recipient.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";

export const recordConsentRoute = defineRoute(
  {
    method: "post",
    path: "/consents",
    operation: "recordConsent",
    permission: "messages:send",
    tag: "Messages",
    summary: "Record that a contact wants marketing, or wants none",
    description:
      "Kept with its time, and `api` as its source; the latest word counts, whatever order they come in. Customers also say it " +
      "themselves (STOP, or in WhatsApp's settings). A phone number that is new becomes a contact.",
    status: 201,
    body: z.object({
      tenantId: ownTenantId,
      to: recipient,
      action: z.enum(["opt_in", "opt_out"]),
      detail: text(200).optional().openapi({ description: "Where or how it was said" }),
      occurredAt: timestamp.optional().openapi({ description: "Now, if left out" }),
    }),
    reply: z.object({ contactId: id, optedOutAt: timestamp.nullable() }).openapi("Consent"),
  },
  async (context) => {
    const { body, principal, services } = context;
    const tenantId = requireTenant(principal, body.tenantId);
    const now = services.now();
    const occurredAt = body.occurredAt === undefined ? now : new Date(body.occurredAt);
    if (occurredAt > now) {
      const errors = [{ field: "occurredAt", message: "is in the future" }];
      throw new HttpProblem("invalid", undefined, { errors });
    }
    return context.write(tenantId, async ({ trx }) => {
      const { action, detail } = body;
      const { id: contactId } = await contactOf(trx, body.to);
      const last = await recordConsent(trx, { contactId, action, source: "api", detail, occurredAt });
      await audit(trx, context, tenantId, {
        action: `contact.${action.replace("_", "-")}`,
        subjectType: "contact",
        subjectId: contactId,
        after: { action, occurredAt: occurredAt.toISOString(), ...(detail !== undefined && { detail }) },
      });
      const optedOutAt = last.action === "opt_out" ? last.occurredAt.toISOString() : null;
      return { body: { contactId, optedOutAt } };
    });
  },
);
