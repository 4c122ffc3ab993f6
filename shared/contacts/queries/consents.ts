import { sql } from "kysely";
import { toStorableText } from "../../db/jsonb.ts";
import type { Consent as ConsentRow } from "../../db/schema.d.ts";
import { inPage, type Page } from "../../db/page.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type Consent = {
  contactId: string;
  action: ConsentRow["action"];
  /** Who said so: the customer in a word, WhatsApp's own settings, the API, or an error of a send. */
  source: "keyword" | "whatsapp" | "api" | "error";
  /** The word that was said, say. */
  detail?: string | undefined;
  occurredAt: Date;
};

/**
 * Keeps what the customer wants of marketing, with its source and time, and brings the contact up to date: the latest
 * word counts, whatever order they come in. Told twice it is kept once. Resolves to the contact's last word.
 */
export async function recordConsent(
  trx: TenantTransaction,
  consent: Consent,
): Promise<Pick<Consent, "action" | "occurredAt">> {
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
  return (await refreshConsent(trx, contactId)) ?? consent;
}

/** Brings the contact up to date with the last that is kept of it, which this resolves to. */
export async function refreshConsent(
  trx: TenantTransaction,
  contactId: string,
): Promise<Pick<Consent, "action" | "occurredAt"> | undefined> {
  const { rows } = await sql<Pick<Consent, "action" | "occurredAt">>`
    with last as (
      select action, occurred_at from consents where contact_id = ${contactId}
      order by occurred_at desc, action = 'opt_out' desc limit 1
    ), changed as (
      update contacts contact set opted_out_at = case last.action when 'opt_out' then last.occurred_at end from last
      where contact.id = ${contactId}
        and contact.opted_out_at is distinct from case last.action when 'opt_out' then last.occurred_at end
    )
    select action, occurred_at as "occurredAt" from last`.execute(trx);
  return rows[0];
}

/** What is kept of the contact, what was told last first; without words that begin what was never ended. */
export async function listConsents(
  trx: TenantTransaction,
  contactId: string,
  page: Page,
): Promise<ConsentRow[]> {
  return inPage(
    trx
      .selectFrom("consents")
      .selectAll()
      .where("contact_id", "=", contactId)
      .where((where) =>
        where.or([
          where("action", "<>", "resume"),
          where.exists(
            where
              .selectFrom("consents as ended")
              .select("ended.id")
              .whereRef("ended.contact_id", "=", "consents.contact_id")
              .where("ended.action", "=", "opt_out")
              .whereRef("ended.occurred_at", "<=", "consents.occurred_at"),
          ),
        ]),
      ),
    page,
  ).execute();
}
