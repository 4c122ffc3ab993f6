import type { InboundMessage } from "../../shared/whatsapp/reading/inbound-message.ts";
import { lockContact, lockGroup } from "../../shared/contacts/queries/contacts.ts";
import { moveIdentity } from "../../shared/contacts/queries/move-identity.ts";
import type { Contact } from "../../shared/db/schema.d.ts";
import type { Item } from "./item.ts";

export type Parties = {
  /** Whose conversation it is: the customer, or the group. */
  contact: Contact;
  /** Who of the group wrote it, as far as that is known. */
  authorContactId?: string;
};

/** The contacts of a message, locked; a customer's new number or user id is taken over first. */
export async function lockParties({ trx, message, sentAt }: Item): Promise<Parties> {
  const { content, sender, groupId } = message;
  if (groupId === undefined) {
    const change = content.kind === "system" ? content.change : undefined;
    const contact =
      change === undefined ? lockContact(trx, sender, sentAt) : moveIdentity(trx, change, sentAt);
    return { contact: await contact };
  }
  const author = isKnown(sender) ? await lockContact(trx, sender, sentAt) : undefined;
  const contact = await lockGroup(trx, groupId);
  return { contact, ...(author === undefined ? {} : { authorContactId: author.id }) };
}

function isKnown({ phone, businessScopedUserId }: InboundMessage["sender"]): boolean {
  return (phone ?? businessScopedUserId) !== undefined;
}
