import { type Kysely, sql } from "kysely";
import { toJsonb, toStorableText } from "./jsonb.ts";
import type { Database } from "./schema/database.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

export type AccountOutlet = { outletId: string; tenantId: string; phoneNumberId: string };

/** The outlets of a WhatsApp Business account, of whichever tenants. Like the look-up of a number it needs no scope. */
export async function findOutletsOfAccount(
  db: Kysely<Database>,
  businessAccountId: string,
): Promise<AccountOutlet[]> {
  const { rows } = await sql<AccountOutlet>`
    select outlet_id as "outletId", tenant_id as "tenantId", phone_number_id as "phoneNumberId"
    from find_outlets_by_business_account_id(${businessAccountId})`.execute(db);
  return rows;
}

export type NewAccountEvent = {
  businessAccountId: string;
  eventKey: string;
  field: string;
  subject: string;
  value: unknown;
  outcome: string;
  occurredAt: Date;
};

/**
 * Keeps what Meta told, once; events of one subject wait for each other. `stale` says that something newer was told of
 * the same subject before.
 */
export async function recordAccountEvent(
  trx: TenantTransaction,
  event: NewAccountEvent,
): Promise<"new" | "stale" | "duplicate"> {
  const { field, occurredAt } = event;
  const subject = toStorableText(event.subject);
  await sql`select pg_advisory_xact_lock(hashtextextended(app_tenant_id()::text || ${`${field}/${subject}`}, 2))`.execute(
    trx,
  );
  const inserted = await trx
    .insertInto("account_events")
    .values({
      waba_business_account_id: toStorableText(event.businessAccountId),
      event_key: event.eventKey,
      field: toStorableText(field),
      subject,
      value: toJsonb(event.value),
      outcome: event.outcome,
      occurred_at: occurredAt,
    })
    .onConflict((conflict) => conflict.columns(["tenant_id", "event_key"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted === undefined) return "duplicate";
  const newer = await trx
    .selectFrom("account_events")
    .select("id")
    .where("field", "=", toStorableText(field))
    .where("subject", "=", subject)
    .where("occurred_at", ">", occurredAt)
    .executeTakeFirst();
  return newer === undefined ? "new" : "stale";
}

type TemplateKey = { businessAccountId: string; name: string; language: string };

/** Changes a template that is stored. Of one that is not, nothing is kept: the next sync brings it whole. */
export async function updateTemplate(
  trx: TenantTransaction,
  { businessAccountId, name, language }: TemplateKey,
  change: { status?: string; category?: string; quality?: string; reason?: string | null },
): Promise<boolean> {
  const changed = await trx
    .updateTable("message_templates")
    .set(change)
    .where("waba_business_account_id", "=", businessAccountId)
    .where("name", "=", toStorableText(name))
    .where("language", "=", toStorableText(language))
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** How the business calls the contact in its phone app; null when it is in the address book no more. */
export async function recordAddressBookName(
  trx: TenantTransaction,
  contactId: string,
  name: string | null,
  at: Date,
): Promise<void> {
  await trx
    .updateTable("contacts")
    .set({ address_book_name: name === null ? null : toStorableText(name), address_book_at: at })
    .where("id", "=", contactId)
    .execute();
}
