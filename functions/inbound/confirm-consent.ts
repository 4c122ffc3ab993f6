import { consentNotice } from "./consent-notice.ts";
import type { ConsentWord } from "../../shared/contacts/rules/consent-words.ts";
import { readMessagingSettings } from "../../shared/tenants/rules/messaging-settings.ts";
import { queueNotice } from "../../shared/sending/queue-notice.ts";
import { noteSpoken } from "../../shared/conversations/queries/spoken.ts";
import type { Conversation } from "../../shared/db/schema.d.ts";
import type { Item } from "./item.ts";

/**
 * Tells the customer that the word was heard: in the language of the word, else in the one that the customer was spoken
 * to before. STOP is said in all of them.
 */
export async function confirmConsent(
  item: Item,
  question: { conversation: Conversation; messageId: string; contactId: string },
  word: ConsentWord,
  now: Date,
): Promise<void> {
  const { trx, tenant, outletId } = item;
  const { conversation, ...message } = question;
  const settings = readMessagingSettings(tenant.messaging);
  const language = conversation.language ?? tenant.default_language ?? undefined;
  if (word.language !== undefined)
    await noteSpoken(trx, conversation.id, { language: word.language, discloses: false });
  const body = consentNotice(word, { settings, language });
  // Whoever else writes: the customer is told that the word was heard.
  const asked = { ...message, conversationId: conversation.id, outletId };
  await queueNotice(item, asked, { body, epoch: null }, now);
}
