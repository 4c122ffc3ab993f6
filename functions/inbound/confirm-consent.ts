import { consentNotice } from "../../shared/domain/conversation/consent-notice.ts";
import type { ConsentWord } from "../../shared/domain/conversation/consent-words.ts";
import { readMessagingSettings } from "../../shared/domain/whatsapp/outbound/messaging-settings.ts";
import { recordOutboundMessage } from "../../shared/db/messages.ts";
import type { Item } from "./item.ts";

/** Tells the customer that the word was heard. Like other notices it is sent whatever the quota says. */
export async function confirmConsent(
  { trx, emit, tenant, outletId }: Item,
  question: { conversationId: string; messageId: string; contactId: string },
  word: ConsentWord,
  now: Date,
): Promise<void> {
  const { conversationId, contactId } = question;
  const settings = readMessagingSettings(tenant.messaging);
  const language = tenant.default_language ?? undefined;
  const messageId = await recordOutboundMessage(trx, {
    outletId,
    conversationId,
    contactId,
    senderType: "system",
    body: consentNotice(word, { settings, language }),
    triggerMessageId: question.messageId,
    epoch: null,
    sentAt: now,
  });
  if (messageId === undefined) return;
  emit("message.queued", { conversationId, messageId });
  emit("conversation.changed", { conversationId, messageId, change: "message" });
}
