import { z } from "@hono/zod-openapi";
import type { Contact } from "../../../shared/db/schema.d.ts";
import { id, timestamp, version } from "../http/schemas.ts";

export const contactSchema = z
  .object({
    id,
    name: z
      .string()
      .nullable()
      .openapi({ description: "As people here call the customer, before all other names" }),
    profileName: z.string().nullable().openapi({ description: "As WhatsApp shows the customer" }),
    addressBookName: z.string().nullable().openapi({ description: "Of the business's phone app" }),
    phone: z.string().nullable(),
    username: z.string().nullable(),
    isBlocked: z.boolean().openapi({
      description: "Nobody answers a blocked contact, and nothing is sent; what it writes is kept",
    }),
    optedOutAt: timestamp.nullable().openapi({ description: "Since when it wants no marketing" }),
    version,
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .openapi("Contact");

export function presentContact(contact: Contact): z.output<typeof contactSchema> {
  return {
    id: contact.id,
    name: contact.name,
    profileName: contact.profile_name,
    addressBookName: contact.address_book_name,
    phone: contact.phone,
    username: contact.username,
    isBlocked: contact.blocked,
    optedOutAt: contact.opted_out_at?.toISOString() ?? null,
    version: contact.version,
    createdAt: contact.created_at.toISOString(),
    updatedAt: contact.updated_at.toISOString(),
  };
}
