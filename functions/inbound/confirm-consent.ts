import { consentNotice } from "./consent-notice.ts";
import type { ConsentWord } from "../../shared/contacts/rules/consent-words.ts";
import { readMessagingSettings } from "../../shared/tenants/rules/messaging-settings.ts";
import { queueNotice } from "../../shared/sending/queue-notice.ts";
import type { Item } from "./item.ts";

/** Tells the customer that the word was heard. */
export async function confirmConsent(
  item: Item,
  question: { conversationId: string; messageId: string; contactId: string },
  word: ConsentWord,
  now: Date,
): Promise<void> {
  const { tenant, outletId } = item;
  const settings = readMessagingSettings(tenant.messaging);
  const language = tenant.default_language ?? undefined;
  const body = consentNotice(word, { settings, language });
  // Whoever else writes: the customer is told that the word was heard.
  await queueNotice(item, { ...question, outletId }, { body, epoch: null }, now);
}
