import { z } from "@hono/zod-openapi";
import { listConsents } from "../../../shared/contacts/queries/consents.ts";
import { findContact } from "../../../shared/contacts/queries/contacts.ts";
import type { Consent as ConsentRow } from "../../../shared/db/schema.d.ts";
import { askedPage, pageOf, timeQuery, toPage } from "../http/page.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams, timestamp } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";

const consentSchema = z
  .object({
    id,
    contactId: id,
    action: z.enum(["opt_in", "opt_out"]),
    source: z.enum(["keyword", "whatsapp", "api", "error"]).openapi({
      description:
        "A word that the customer wrote, WhatsApp's own settings, this API, or WhatsApp's refusal of a send",
    }),
    detail: z.string().nullable(),
    occurredAt: timestamp,
    recordedAt: timestamp,
  })
  .openapi("RecordedConsent");

export const listConsentsRoute = defineRoute(
  {
    method: "get",
    path: "/contacts/{id}/consents",
    permission: "messages:read",
    tag: "Messages",
    summary: "List what a contact wanted of marketing",
    description:
      "With source and time. Of all that was said the latest word counts. A word as START is " +
      "an opt-in only of a contact who had opted out.",
    status: 200,
    params: idParams,
    query: timeQuery("desc"),
    reply: pageOf(consentSchema),
  },
  async ({ principal, params, query, read }) => {
    const page = askedPage(query);
    const rows = await read(ownTenant(principal), async (trx) => {
      found(await findContact(trx, params.id));
      return listConsents(trx, params.id, page);
    });
    return { body: toPage(rows, query.limit, presentConsent) };
  },
);

function presentConsent(row: ConsentRow): z.output<typeof consentSchema> {
  return {
    id: row.id,
    contactId: row.contact_id,
    action: row.action === "opt_out" ? row.action : "opt_in",
    source: row.source,
    detail: row.detail,
    occurredAt: row.occurred_at.toISOString(),
    recordedAt: row.created_at.toISOString(),
  };
}
