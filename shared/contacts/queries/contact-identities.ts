import { sql } from "kysely";
import { refreshConsent } from "./consents.ts";
import { phoneForms, phoneKey } from "../rules/phone-forms.ts";
import type { Contact } from "../../db/schema.d.ts";
import { toJsonb } from "../../db/jsonb.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type Identity = { phone?: string | undefined; businessScopedUserId?: string | undefined };

/** How a contact was found, the surest way first. `former`: the number or user id was the contact's once. */
type FoundBy = "user-id" | "former-user-id" | "phone" | "former-phone";

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

type Found = { contact: Contact; by: FoundBy };

/**
 * The contacts that the identity may mean, each once, locked, the surest first. A number that a contact has given up
 * means that contact only for what was written until then, `at`, and only where nobody has the number now. Former ones
 * are looked up only where a present one is missing: this is done for every message, and planning costs more than finding.
 */
export async function listContactsOf(trx: TenantTransaction, identity: Identity, at: Date): Promise<Found[]> {
  const { phone, businessScopedUserId } = identity;
  const forms: string[] = phone === undefined ? [] : phoneForms(phone);
  const present = await trx
    .selectFrom("contacts")
    .selectAll()
    .where((where) =>
      where.or([
        ...(forms.length === 0 ? [] : [where("phone", "in", forms)]),
        ...(businessScopedUserId === undefined
          ? []
          : [where("business_scoped_user_id", "=", businessScopedUserId)]),
      ]),
    )
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
  const isUsers = (contact: Contact) =>
    businessScopedUserId !== undefined && contact.business_scoped_user_id === businessScopedUserId;
  const byUserId = present.filter(isUsers);
  const byPhone = present.filter((contact) => !isUsers(contact));
  const lacksUserId = businessScopedUserId !== undefined && byUserId.length === 0;
  const lacksPhone = forms.length > 0 && !present.some((contact) => forms.includes(contact.phone ?? ""));
  const former = await listFormer(
    trx,
    { ...(lacksUserId && { businessScopedUserId }), forms: lacksPhone ? forms : [] },
    at,
  );
  const all: Found[] = [
    ...byUserId.map((contact) => ({ contact, by: "user-id" as const })),
    ...former.filter(({ by }) => by === "former-user-id"),
    ...byPhone.map((contact) => ({ contact, by: "phone" as const })),
    ...former.filter(({ by }) => by === "former-phone"),
  ];
  const seen = new Set<string>();
  return all.filter(({ contact: { id } }) => !seen.has(id) && seen.add(id));
}

async function listFormer(
  trx: TenantTransaction,
  { businessScopedUserId, forms }: { businessScopedUserId?: string | undefined; forms: readonly string[] },
  at: Date,
): Promise<Found[]> {
  if (businessScopedUserId === undefined && forms.length === 0) return [];
  const { rows } = await sql<Contact & { alias_kind: "phone" | "user_id" }>`
    select c.*, a.kind as alias_kind from contact_aliases a join contacts c on c.id = a.contact_id
    where (a.kind = 'user_id' and a.value = ${businessScopedUserId ?? null})
      or (a.kind = 'phone' and a.value = any(${forms}::text[]) and a.retired_at >= ${at})
    order by a.kind desc, a.retired_at, c.id for no key update of c`.execute(trx);
  return rows.map(({ alias_kind: kind, ...contact }) => ({
    contact,
    by: kind === "phone" ? "former-phone" : "former-user-id",
  }));
}

/** Whether the contact gave the number up only after `at`: then what shows it is late, and gives it no number. */
export async function hadPhone(
  trx: TenantTransaction,
  contactId: string,
  phone: string,
  at: Date,
): Promise<boolean> {
  const found = await trx
    .selectFrom("contact_aliases")
    .select("id")
    .where("contact_id", "=", contactId)
    .where("kind", "=", "phone")
    .where("value", "in", phoneForms(phone))
    .where("retired_at", ">=", at)
    .executeTakeFirst();
  return found !== undefined;
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
  // What people here wrote of either stays.
  await trx
    .updateTable("contacts")
    .set({
      name: kept.name ?? gone.name,
      fields: sql`${toJsonb(gone.fields)}::jsonb || fields`,
      version: Math.max(kept.version, gone.version) + 1,
    })
    .where("id", "=", kept.id)
    .execute();
  // Of what either wanted of marketing the last word counts.
  if (kept.opted_out_at !== null || gone.opted_out_at !== null) await refreshConsent(trx, kept.id);
  return trx.selectFrom("contacts").selectAll().where("id", "=", kept.id).executeTakeFirstOrThrow();
}
