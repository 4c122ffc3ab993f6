import { sql } from "kysely";
import { toJsonb, toStorableText } from "../../shared/db/jsonb.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";

export type NewAccountEvent = {
  businessAccountId: string;
  eventKey: string;
  field: string;
  subject: string;
  /** What the subject is part of. */
  whole: string | undefined;
  value: unknown;
  outcome: string;
  occurredAt: Date;
};

/**
 * Keeps what Meta told, once; events of one subject, and of its parts, wait for each other. `stale` says that something
 * newer was told before of the same subject of this account, or of the whole that it is part of.
 */
export async function recordAccountEvent(
  trx: TenantTransaction,
  event: NewAccountEvent,
): Promise<"new" | "stale" | "duplicate"> {
  const { field, occurredAt } = event;
  const [subject, whole] = [event.subject, event.whole ?? event.subject].map(toStorableText) as [
    string,
    string,
  ];
  const account = toStorableText(event.businessAccountId);
  await sql`select pg_advisory_xact_lock(hashtextextended(app_tenant_id()::text || ${`${account}/${field}/${whole}`}, 2))`.execute(
    trx,
  );
  const inserted = await trx
    .insertInto("account_events")
    .values({
      waba_business_account_id: account,
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
  const newer = await listNewerSubjects(trx, { ...event, subjects: [subject, whole] });
  return newer.size === 0 ? "new" : "stale";
}

/** Of which of the subjects something was told, of the account, that is newer than this. */
export async function listNewerSubjects(
  trx: TenantTransaction,
  event: Pick<NewAccountEvent, "businessAccountId" | "field" | "occurredAt"> & {
    subjects: readonly string[];
  },
): Promise<Set<string>> {
  const rows = await trx
    .selectFrom("account_events")
    .select("subject")
    .distinct()
    .where("waba_business_account_id", "=", toStorableText(event.businessAccountId))
    .where("field", "=", toStorableText(event.field))
    .where("subject", "in", event.subjects)
    .where("occurred_at", ">", event.occurredAt)
    .execute();
  return new Set(rows.map(({ subject }) => subject));
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
