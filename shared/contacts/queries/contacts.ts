import { sql } from "kysely";
import type { Sender } from "../../whatsapp/reading/inbound-message.ts";
import { phoneForms, phoneKey, preferredForm } from "../rules/phone-forms.ts";
import {
  freePhone,
  hadPhone,
  listContactsOf,
  lockIdentities,
  mergeContacts,
  reclaimIdentity,
  retireIdentity,
} from "./contact-identities.ts";
import { toStorableText } from "../../db/jsonb.ts";
import { inPage, type Page } from "../../db/page.ts";
import type { Contact } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/**
 * The contact that writes as this sender, made or brought up to date, and locked until the transaction ends.
 * Known by business-scoped user id first, by phone (in any of its forms) second, also by those of before; either is
 * filled in when it shows, and two contacts that turn out to be one become one. `at` is when the sender wrote.
 */
export async function lockContact(
  trx: TenantTransaction,
  sender: Sender,
  at: Date = new Date(),
): Promise<Contact> {
  await lockIdentities(trx, [sender]);
  const known = await findSender(trx, sender, at);
  const values = valuesOf(sender, known);
  if (known === undefined) {
    return trx.insertInto("contacts").values(values).returningAll().executeTakeFirstOrThrow();
  }
  const unchanged = Object.entries(values).every(
    ([column, value]) => known[column as keyof Contact] === value,
  );
  if (unchanged) return known;
  await rememberPhones(trx, known, values.phone, at);
  return trx
    .updateTable("contacts")
    .set(values)
    .where("id", "=", known.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What is known of the sender's contact, with `isFormerPhone` when the sender wrote with a number of before. */
type Known = Contact & { isFormerPhone?: boolean };

async function findSender(trx: TenantTransaction, sender: Sender, at: Date): Promise<Known | undefined> {
  const found = await listContactsOf(trx, sender, at);
  const byUserId = found.find(({ by }) => by === "user-id" || by === "former-user-id")?.contact;
  const holder = found.find(({ contact, by }) => by === "phone" && contact.id !== byUserId?.id)?.contact;
  if (byUserId === undefined) return findByPhone(trx, found, sender, at);
  const { phone } = sender;
  if (phone !== undefined && isOtherPhone(byUserId, phone) && (await hadPhone(trx, byUserId.id, phone, at)))
    return { ...byUserId, isFormerPhone: true };
  if (holder === undefined) return byUserId;
  // Known by phone alone: the same person, from before user ids showed.
  if (holder.business_scoped_user_id === null) return mergeContacts(trx, byUserId, holder, at);
  await freePhone(trx, holder, at);
  return byUserId;
}

/** Another user id that writes with a contact's number has that number now, and must not see what was said before. */
async function findByPhone(
  trx: TenantTransaction,
  found: Awaited<ReturnType<typeof listContactsOf>>,
  { businessScopedUserId }: Sender,
  at: Date,
): Promise<Known | undefined> {
  const [first] = found;
  if (first === undefined) return undefined;
  const { contact, by } = first;
  const isSame = businessScopedUserId === undefined || contact.business_scoped_user_id === null;
  if (isSame) return by === "former-phone" ? { ...contact, isFormerPhone: true } : contact;
  if (by === "phone") await freePhone(trx, contact, at);
  return undefined;
}

function isOtherPhone(contact: Contact, phone: string): boolean {
  return contact.phone === null || phoneKey(contact.phone) !== phoneKey(phone);
}

/** A number that the contact leaves is remembered as its former one; one that it takes is not former any more. */
async function rememberPhones(
  trx: TenantTransaction,
  known: Contact,
  phone: string | undefined,
  at: Date,
): Promise<void> {
  if (phone === undefined || !isOtherPhone(known, phone)) return;
  if (known.phone !== null) await retireIdentity(trx, known.id, { phone: known.phone }, at);
  await reclaimIdentity(trx, known.id, { phone });
}

function valuesOf(sender: Sender, known: Known | undefined) {
  const { phone, waId, businessScopedUserId, parentBusinessScopedUserId, profileName, username } = sender;
  // What WhatsApp says of another number than it gave as the sender's proves nothing.
  const isProven = waId !== undefined && phone !== undefined && phoneKey(waId) === phoneKey(phone);
  return {
    ...(isProven && known?.isFormerPhone !== true ? { wa_id: waId } : {}),
    ...(phone === undefined || known?.isFormerPhone === true ? {} : { phone: nextPhone(known, phone) }),
    ...(businessScopedUserId === undefined || (known?.business_scoped_user_id ?? null) !== null
      ? {}
      : { business_scoped_user_id: businessScopedUserId }),
    ...(parentBusinessScopedUserId === undefined
      ? {}
      : { parent_business_scoped_user_id: parentBusinessScopedUserId }),
    ...(profileName === undefined ? {} : { profile_name: toStorableText(profileName) }),
    ...(username === undefined ? {} : { username: toStorableText(username) }),
  };
}

function nextPhone(known: Known | undefined, phone: string): string {
  const before = known?.phone ?? phone;
  return phoneKey(before) === phoneKey(phone) ? preferredForm(before, phone) : phone;
}

/** The contact that stands for a group. */
export async function lockGroup(trx: TenantTransaction, groupId: string): Promise<Contact> {
  return trx
    .insertInto("contacts")
    .values({ group_id: toStorableText(groupId) })
    .onConflict((conflict) =>
      conflict.columns(["tenant_id", "group_id"]).doUpdateSet({ updated_at: sql<Date>`now()` }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function findContact(trx: TenantTransaction, contactId: string): Promise<Contact | undefined> {
  return trx.selectFrom("contacts").selectAll().where("id", "=", contactId).executeTakeFirst();
}

/** The contact of this id, locked until the transaction ends. */
export async function lockContactOf(trx: TenantTransaction, contactId: string): Promise<Contact | undefined> {
  return trx.selectFrom("contacts").selectAll().where("id", "=", contactId).forUpdate().executeTakeFirst();
}

type ContactPage = Page & { isBlocked?: boolean | undefined; phone?: string | undefined };

/** The tenant's contacts as they were made; `phone` is in digits, and exact. */
export async function listContacts(
  trx: TenantTransaction,
  { isBlocked, phone, ...page }: ContactPage,
): Promise<Contact[]> {
  return inPage(
    trx
      .selectFrom("contacts")
      .selectAll()
      .where("group_id", "is", null)
      .$if(isBlocked !== undefined, (some) => some.where("blocked", "=", isBlocked ?? false))
      .$if(phone !== undefined, (some) => some.where("phone", "=", phone ?? "")),
    page,
  ).execute();
}

/** Changes what people here decide of a contact; the version counts such changes. */
export async function updateContact(
  trx: TenantTransaction,
  { id, name, blocked }: { id: string; name: string | null; blocked: boolean },
): Promise<Contact> {
  return trx
    .updateTable("contacts")
    .set({ name: name === null ? null : toStorableText(name), blocked, version: sql`version + 1` })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Of these contacts those of whom only the phone number is known. */
export async function listPhoneOnly(
  trx: TenantTransaction,
  contactIds: readonly string[],
): Promise<{ id: string; phone: string }[]> {
  const { rows } = await sql<{ id: string; phone: string }>`
    select id, phone from contacts
    where id = any(${contactIds}::uuid[]) and phone is not null and business_scoped_user_id is null`.execute(
    trx,
  );
  return rows;
}

/** Keeps how WhatsApp writes the contact's number, as far as it is that number in another form. */
export async function recordWaId(trx: TenantTransaction, contactId: string, waId: string): Promise<void> {
  await trx
    .updateTable("contacts")
    .set({ wa_id: waId })
    .where("id", "=", contactId)
    .where("phone", "in", phoneForms(waId))
    .where("wa_id", "is distinct from", waId)
    .execute();
}
