import { readConsentWord } from "../../shared/domain/conversation/consent-words.ts";
import { readMessagingSettings } from "../../shared/domain/whatsapp/outbound/messaging-settings.ts";
import { recordConsent } from "../../shared/db/consents.ts";
import type { Item } from "./item.ts";

/** Keeps that the customer wants no marketing any more, or wants it again, when the message is a word for that. */
export async function noteConsent({ trx, tenant, message, sentAt }: Item, contactId: string): Promise<void> {
  const isWord = message.type === "text" || message.type === "button";
  if (!isWord || message.groupId !== undefined) return;
  const action = readConsentWord(message.body, readMessagingSettings(tenant.messaging));
  if (action === undefined) return;
  await recordConsent(trx, {
    contactId,
    action,
    source: "keyword",
    detail: message.body.slice(0, 100),
    occurredAt: sentAt,
  });
}
