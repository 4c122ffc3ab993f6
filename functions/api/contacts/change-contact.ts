import { z } from "@hono/zod-openapi";
import { lockContactOf, updateContact } from "../../../shared/contacts/queries/contacts.ts";
import { audit } from "../http/audit.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams, text } from "../http/schemas.ts";
import { requireVersion } from "../http/version.ts";
import { contactSchema, presentContact } from "./contact-schema.ts";

export const changeContact = defineRoute(
  {
    method: "patch",
    path: "/contacts/{id}",
    permission: "conversations:handle",
    tag: "Contacts",
    summary: "Name or block a contact",
    description: "What is left out stays; a name of null takes the contact's own again.",
    status: 200,
    params: idParams,
    body: z.object({ name: text(100).nullable().optional(), isBlocked: z.boolean().optional() }),
    reply: contactSchema,
    versioned: true,
  },
  async (context) => {
    const { params, body, ifMatch } = context;
    const tenantId = ownTenant(context.principal);
    return context.write(tenantId, async ({ trx }) => {
      const contact = found(await lockContactOf(trx, params.id));
      requireVersion(contact.version, { ifMatch });
      const { name = contact.name, isBlocked = contact.blocked } = body;
      if (name === contact.name && isBlocked === contact.blocked)
        return { body: presentContact(contact), version: contact.version };
      const changed = await updateContact(trx, { id: params.id, name, blocked: isBlocked });
      await audit(trx, context, tenantId, {
        action: "contact.update",
        subjectType: "contact",
        subjectId: params.id,
        before: { isNamed: contact.name !== null, isBlocked: contact.blocked },
        after: { isNamed: name !== null, isBlocked },
      });
      return { body: presentContact(changed), version: changed.version };
    });
  },
);
