import { type ConsentWord, readConsentWord } from "../../shared/domain/conversation/consent-words.ts";
import { readMessagingSettings } from "../../shared/domain/whatsapp/outbound/messaging-settings.ts";
import { recordConsent } from "../../shared/db/consents.ts";
import type { Contact } from "../../shared/db/schema/contacts.ts";
import type { Item } from "./item.ts";

export type Noted =
  /** A message like any other. */
  | { kind: "ordinary" }
  /** It is nothing but such a word: no answer, but that it was heard. */
  | { kind: "heard"; word: ConsentWord }
  /** It comes late: the customer has said otherwise since. */
  | { kind: "outdated" };

/**
 * Keeps that the customer wants no marketing any more, or wants it again, when the message is a word for that. To start
 * what was never stopped is a message like any other.
 */
export async function noteConsent(
  { trx, tenant, message, sentAt }: Item,
  contact: Pick<Contact, "id" | "opted_out_at">,
): Promise<Noted> {
  const isWord = message.type === "text" || message.type === "button";
  if (!isWord || message.groupId !== undefined) return { kind: "ordinary" };
  const word = readConsentWord(message.body, readMessagingSettings(tenant.messaging));
  if (word === undefined) return { kind: "ordinary" };
  const last = await recordConsent(trx, {
    contactId: contact.id,
    action: word.action,
    source: "keyword",
    detail: message.body.slice(0, 100),
    occurredAt: sentAt,
  });
  if (word.action === "opt_in" && contact.opted_out_at === null) return { kind: "ordinary" };
  return last.action === word.action ? { kind: "heard", word } : { kind: "outdated" };
}
