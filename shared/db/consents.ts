import { sql } from "kysely";
import { toStorableText } from "./jsonb.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

export type Consent = {
  contactId: string;
  action: "opt_in" | "opt_out";
  /** Who said so: the customer in a word, WhatsApp's own settings, the API, or an error of a send. */
  source: "keyword" | "whatsapp" | "api" | "error";
  /** The word that was said, say. */
  detail?: string | undefined;
  occurredAt: Date;
};

/**
 * Keeps what the customer wants of marketing, with its source and time, and brings the contact up to date: the latest
 * word counts, whatever order they come in. Told twice it is kept once.
 */
export async function recordConsent(trx: TenantTransaction, consent: Consent): Promise<void> {
  const { contactId, action, source, detail, occurredAt } = consent;
  await trx
    .insertInto("consents")
    .values({
      contact_id: contactId,
      action,
      source,
      detail: detail === undefined ? null : toStorableText(detail),
      occurred_at: occurredAt,
    })
    .onConflict((conflict) => conflict.columns(["contact_id", "action", "source", "occurred_at"]).doNothing())
    .execute();
  await sql`
    update contacts contact set opted_out_at = case last.action when 'opt_out' then last.occurred_at end
    from (
      select action, occurred_at from consents where contact_id = ${contactId}
      order by occurred_at desc, action desc limit 1
    ) last
    where contact.id = ${contactId}
      and contact.opted_out_at is distinct from case last.action when 'opt_out' then last.occurred_at end`.execute(
    trx,
  );
}
