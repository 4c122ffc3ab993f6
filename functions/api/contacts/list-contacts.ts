import { z } from "@hono/zod-openapi";
import { findContact, listContacts } from "../../../shared/contacts/queries/contacts.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { askedPage, pageOf, timeQuery, toPage } from "../http/page.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { contactSchema, presentContact } from "./contact-schema.ts";

const common = { method: "get", permission: "conversations:read", tag: "Contacts", status: 200 } as const;

export const listContactsRoute = defineRoute(
  {
    ...common,
    path: "/contacts",
    summary: "List contacts",
    description: "Customers, and whoever a message was sent to; not groups.",
    query: timeQuery("desc").extend({
      isBlocked: z
        .enum(["true", "false"])
        .transform((text) => text === "true")
        .optional(),
      phone: z
        .string()
        .max(30)
        .transform((text) => text.replaceAll(/\D/g, ""))
        .optional()
        .openapi({ type: "string", description: "With country code, whole", example: "+6281234567890" }),
    }),
    reply: pageOf(contactSchema),
  },
  async ({ principal, query, read }) => {
    const { isBlocked, phone } = query;
    const rows = await read(ownTenant(principal), async (trx) =>
      listContacts(trx, { ...askedPage(query), isBlocked, phone }),
    );
    return { body: toPage(rows, query.limit, presentContact) };
  },
);

export const getContact = defineRoute(
  {
    ...common,
    path: "/contacts/{id}",
    summary: "Read a contact",
    description: "Its conversations: `GET /conversations?contactId=`.",
    params: idParams,
    reply: contactSchema,
    versioned: true,
  },
  async ({ principal, params, read }) => {
    const contact = found(await read(ownTenant(principal), async (trx) => findContact(trx, params.id)));
    return { body: presentContact(contact), version: contact.version };
  },
);
