import { sql } from "kysely";
import type { Sender } from "../domain/whatsapp/inbound-message.ts";
import { toStorableText } from "./jsonb.ts";
import type { Contact } from "./schema/contacts.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

/**
 * The contact that writes as this sender, made or brought up to date, and locked until the transaction ends.
 * Known by business-scoped user id first, by phone second; either is filled in when it shows. A phone that another
 * contact without a user id holds stays there.
 */
export async function lockContact(trx: TenantTransaction, sender: Sender): Promise<Contact> {
  await lockIdentity(trx, sender);
  const found = await listContactsOf(trx, sender);
  const known =
    found.find((contact) => contact.business_scoped_user_id === sender.businessScopedUserId) ?? found[0];
  const other = found.find((contact) => contact !== known);
  const takesPhone = sender.phone !== undefined && (other === undefined || (await freePhone(trx, other)));
  const values = {
    ...(takesPhone ? { phone: sender.phone } : {}),
    ...(sender.businessScopedUserId === undefined
      ? {}
      : { business_scoped_user_id: sender.businessScopedUserId }),
    ...(sender.profileName === undefined ? {} : { profile_name: toStorableText(sender.profileName) }),
    ...(sender.username === undefined ? {} : { username: toStorableText(sender.username) }),
  };
  if (known === undefined) {
    return trx.insertInto("contacts").values(values).returningAll().executeTakeFirstOrThrow();
  }
  const unchanged = Object.entries(values).every(
    ([column, value]) => known[column as keyof Contact] === value,
  );
  if (unchanged) return known;
  return trx
    .updateTable("contacts")
    .set(values)
    .where("id", "=", known.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Two first messages of one customer at once must not become two contacts. */
async function lockIdentity(trx: TenantTransaction, { phone, businessScopedUserId }: Sender): Promise<void> {
  const keys = [phone, businessScopedUserId].filter((key) => key !== undefined).toSorted();
  await sql`select pg_advisory_xact_lock(hashtextextended(app_tenant_id()::text || key, 0))
    from unnest(${keys}::text[]) as key`.execute(trx);
}

/**
 * Another contact has the phone of one who is known by user id. If it has a user id itself, the number has a new
 * owner, and what is sent to the old one must not reach the new one. If not, it is probably the same person from
 * before user ids; the two stay apart, for joining two histories is not ours to decide here.
 */
async function freePhone(trx: TenantTransaction, holder: Contact): Promise<boolean> {
  if (holder.business_scoped_user_id === null) return false;
  await trx.updateTable("contacts").set({ phone: null }).where("id", "=", holder.id).execute();
  return true;
}

async function listContactsOf(
  trx: TenantTransaction,
  { phone, businessScopedUserId }: Sender,
): Promise<Contact[]> {
  return trx
    .selectFrom("contacts")
    .selectAll()
    .where((where) =>
      where.or([
        ...(phone === undefined ? [] : [where("phone", "=", phone)]),
        ...(businessScopedUserId === undefined
          ? []
          : [where("business_scoped_user_id", "=", businessScopedUserId)]),
      ]),
    )
    .execute();
}

export async function getContact(trx: TenantTransaction, contactId: string): Promise<Contact> {
  return trx.selectFrom("contacts").selectAll().where("id", "=", contactId).executeTakeFirstOrThrow();
}
