import { sql } from "kysely";
import { phoneForms, phoneKey } from "../domain/whatsapp/phone-forms.ts";
import type { Contact } from "./schema/contacts.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

export type Identity = { phone?: string | undefined; businessScopedUserId?: string | undefined };

/** How a contact was found, the surest way first. `former`: the number or user id was the contact's once. */
export type FoundBy = "user-id" | "former-user-id" | "phone" | "former-phone";

/** Two events of one customer at once must not become two contacts; keys in order, so that they do not deadlock. */
export async function lockIdentities(trx: TenantTransaction, identities: readonly Identity[]): Promise<void> {
  const keys = identities
    .flatMap(({ phone, businessScopedUserId }) => [
      phone === undefined ? undefined : phoneKey(phone),
      businessScopedUserId,
    ])
    .filter((key) => key !== undefined);
  // Sorted in the database's own way, for the order in which an unsorted query locks is nobody's promise.
  await sql`select pg_advisory_xact_lock(hashtextextended(app_tenant_id()::text || key, 0))
    from (select distinct key from unnest(${keys}::text[]) as key order by key) keys`.execute(trx);
}

/**
 * The contacts that the identity may mean, each once, locked, the surest first. A number that a contact has given up
 * means that contact only for what was written until then, `at`.
 */
export async function listContactsOf(
  trx: TenantTransaction,
  { phone, businessScopedUserId }: Identity,
  at: Date,
): Promise<{ contact: Contact; by: FoundBy }[]> {
  const forms = phone === undefined ? [] : phoneForms(phone);
  const userId = businessScopedUserId ?? null;
  const { rows } = await sql<Contact & { found_by: FoundBy }>`
    with found as (
      select id, 'user-id' as found_by, 1 as rank, null::timestamptz as until from contacts where business_scoped_user_id = ${userId}
      union all select contact_id, 'former-user-id', 2, retired_at from contact_aliases
        where kind = 'user_id' and value = ${userId}
      union all select id, 'phone', 3, null from contacts where phone = any(${forms}::text[])
      union all select contact_id, 'former-phone', 4, retired_at from contact_aliases
        where kind = 'phone' and value = any(${forms}::text[]) and retired_at >= ${at}
    ), best as (
      select distinct on (id) id, found_by, rank, until from found order by id, rank, until
    )
    select c.*, best.found_by from best join contacts c on c.id = best.id
      order by best.rank, best.until, c.id for no key update of c`.execute(trx);
  return rows.map(({ found_by: by, ...contact }) => ({ contact, by }));
}

/** Of the scope's contact: the number or user id is not its own from `at` on. */
export async function retireIdentity(
  trx: TenantTransaction,
  contactId: string,
  { phone, businessScopedUserId }: Identity,
  at: Date,
): Promise<void> {
  const values = [
    ...(phone === undefined ? [] : [{ kind: "phone" as const, value: phone }]),
    ...(businessScopedUserId === undefined
      ? []
      : [{ kind: "user_id" as const, value: businessScopedUserId }]),
  ];
  if (values.length === 0) return;
  await trx
    .insertInto("contact_aliases")
    .values(values.map((value) => ({ contact_id: contactId, ...value, retired_at: at })))
    .onConflict((conflict) =>
      conflict.columns(["contact_id", "kind", "value"]).doUpdateSet({
        retired_at: sql<Date>`greatest(contact_aliases.retired_at, excluded.retired_at)`,
      }),
    )
    .execute();
}

/** Takes the number from a contact whom it does not belong to any more; what it wrote until then stays its own. */
export async function freePhone(trx: TenantTransaction, holder: Contact, at: Date): Promise<void> {
  if (holder.phone === null) return;
  await trx.updateTable("contacts").set({ phone: null }).where("id", "=", holder.id).execute();
  await retireIdentity(trx, holder.id, { phone: holder.phone }, at);
}

/** The number or user id is the contact's own again. */
export async function reclaimIdentity(
  trx: TenantTransaction,
  contactId: string,
  { phone, businessScopedUserId }: Identity,
): Promise<void> {
  const values = [...(phone === undefined ? [] : phoneForms(phone)), businessScopedUserId ?? ""];
  await trx
    .deleteFrom("contact_aliases")
    .where("contact_id", "=", contactId)
    .where("value", "in", values)
    .execute();
}

/**
 * Makes two contacts one, the one that is known longer, with the histories of both; resolves to it. Of two numbers or
 * user ids it keeps its own and remembers the other's.
 */
export async function mergeContacts(
  trx: TenantTransaction,
  one: Contact,
  other: Contact,
  at: Date,
): Promise<Contact> {
  const [kept, gone] = one.id < other.id ? [one, other] : [other, one];
  await sql`select merge_contacts(${kept.id}, ${gone.id})`.execute(trx);
  const lost = {
    ...(kept.phone !== null && gone.phone !== null && { phone: gone.phone }),
    ...(kept.business_scoped_user_id !== null &&
      gone.business_scoped_user_id !== null && { businessScopedUserId: gone.business_scoped_user_id }),
  };
  await retireIdentity(trx, kept.id, lost, at);
  return trx.selectFrom("contacts").selectAll().where("id", "=", kept.id).executeTakeFirstOrThrow();
}
