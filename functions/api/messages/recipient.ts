import { z } from "@hono/zod-openapi";
import { findContact, lockContact } from "../../../shared/contacts/queries/contacts.ts";
import type { Contact } from "../../../shared/db/schema.d.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { asArray, asText, property } from "../../../shared/contracts/loose-json.ts";
import { found } from "../http/reach.ts";
import { id, phoneNumber } from "../http/schemas.ts";

/** Whom something is for: a contact, or whoever has a phone number. */
export const recipient = z
  .union([z.object({ phone: phoneNumber }).strict(), z.object({ contactId: id }).strict()], {
    // What is wrong with the number is worth more than that it is neither.
    error: ({ errors }) => ofPhone(errors) ?? "must have a phone or a contactId",
  })
  .openapi({ example: { phone: "+6281234567890" } });

function ofPhone(errors: unknown): string | undefined {
  const issues = asArray(errors).flatMap(asArray);
  const wrong = issues.find(
    (issue) => asArray(property(issue, "path"))[0] === "phone" && property(issue, "code") === "custom",
  );
  return asText(property(wrong, "message"));
}

/** The contact; one is made for a phone number that is new. */
export async function contactOf(trx: TenantTransaction, to: z.output<typeof recipient>): Promise<Contact> {
  if ("contactId" in to) return found(await findContact(trx, to.contactId));
  return lockContact(trx, { phone: to.phone.replace("+", "") });
}
