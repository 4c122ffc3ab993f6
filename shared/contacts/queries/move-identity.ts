import type { IdentityChange } from "../../whatsapp/reading/content/system.ts";
import { phoneKey } from "../rules/phone-forms.ts";
import {
  freePhone,
  type Identity,
  listContactsOf,
  lockIdentities,
  mergeContacts,
  reclaimIdentity,
  retireIdentity,
} from "./contact-identities.ts";
import type { Contact } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/**
 * A customer has another number or user id since `at` and stays the same contact, with one history; also when the new
 * one has written before we learnt of it, and when two changes come in the wrong order.
 */
export async function moveIdentity(
  trx: TenantTransaction,
  { from, to }: IdentityChange,
  at: Date,
): Promise<Contact> {
  await lockIdentities(trx, [from, to]);
  const contact = await findOrMerge(trx, { from, to }, at);
  const [newer, newerId] = await Promise.all([
    hasGivenUp(trx, contact, { phone: to.phone }, at),
    hasGivenUp(trx, contact, { businessScopedUserId: to.businessScopedUserId }, at),
  ]);
  const phone = newer ? contact.phone : nextOf(contact.phone, from.phone, to.phone);
  const userId = newerId
    ? contact.business_scoped_user_id
    : nextOf(contact.business_scoped_user_id, from.businessScopedUserId, to.businessScopedUserId);
  const left = {
    phone: leftOf([from.phone, contact.phone, ...(newer ? [to.phone] : [])], phone, phoneKey),
    businessScopedUserId: leftOf(
      [
        from.businessScopedUserId,
        contact.business_scoped_user_id,
        ...(newerId ? [to.businessScopedUserId] : []),
      ],
      userId,
      String,
    ),
  };
  for (const value of left.phone) await retireIdentity(trx, contact.id, { phone: value }, at);
  for (const value of left.businessScopedUserId) {
    await retireIdentity(trx, contact.id, { businessScopedUserId: value }, at);
  }
  await reclaimIdentity(trx, contact.id, {
    phone: phone ?? undefined,
    businessScopedUserId: userId ?? undefined,
  });
  return trx
    .updateTable("contacts")
    .set({ phone, business_scoped_user_id: userId })
    .where("id", "=", contact.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The one contact that both sides mean, made when there is none. */
async function findOrMerge(trx: TenantTransaction, { from, to }: IdentityChange, at: Date): Promise<Contact> {
  const ids = [from.businessScopedUserId, to.businessScopedUserId];
  let contact: Contact | undefined;
  for (const side of [from, to]) {
    for (const { contact: found, by } of await listContactsOf(trx, side, at)) {
      if (found.id === contact?.id) continue;
      const ownId = found.business_scoped_user_id;
      const isOther =
        by === "phone" && ownId !== null && ids.some((id) => id !== undefined) && !ids.includes(ownId);
      if (!isOther) contact = contact === undefined ? found : await mergeContacts(trx, contact, found, at);
      else if (side === to) await freePhone(trx, found, at);
    }
  }
  if (contact !== undefined) return contact;
  const values = {
    ...(to.phone === undefined ? {} : { phone: to.phone }),
    ...(to.businessScopedUserId === undefined ? {} : { business_scoped_user_id: to.businessScopedUserId }),
  };
  return trx.insertInto("contacts").values(values).returningAll().executeTakeFirstOrThrow();
}

/** Whether a later change has already taken the number or user id from the contact. */
async function hasGivenUp(
  trx: TenantTransaction,
  contact: Contact,
  { phone, businessScopedUserId }: Identity,
  at: Date,
): Promise<boolean> {
  const value = phone ?? businessScopedUserId;
  if (value === undefined) return false;
  const found = await trx
    .selectFrom("contact_aliases")
    .select("id")
    .where("contact_id", "=", contact.id)
    .where("kind", "=", phone === undefined ? "user_id" : "phone")
    .where("value", "=", value)
    .where("retired_at", ">", at)
    .executeTakeFirst();
  return found !== undefined;
}

/** Without a new value the old one is gone, and any other is not what changed. */
function nextOf(current: string | null, from: string | undefined, to: string | undefined): string | null {
  if (to !== undefined) return to;
  return current === from ? null : current;
}

/** What the contact had and has no more, each once. */
function leftOf(
  had: readonly (string | null | undefined)[],
  has: string | null,
  keyOf: (value: string) => string,
): Set<string> {
  const values = had.filter((value) => value !== null && value !== undefined);
  return new Set(values.filter((value) => has === null || keyOf(value) !== keyOf(has)));
}
