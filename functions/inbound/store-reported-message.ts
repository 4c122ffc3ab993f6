import { isSilent } from "./decide-handling.ts";
import { actOf } from "../../shared/whatsapp/reading/inbound-message.ts";
import { asText, property } from "../../shared/contracts/loose-json.ts";
import { recordReportedMessage } from "../../shared/conversations/queries/business-messages.ts";
import {
  lockImportedConversation,
  lockOpenConversation,
  takeOver,
} from "../../shared/conversations/queries/conversations.ts";
import { noteCoexistence } from "../../shared/outlets/queries/outlets.ts";
import type { MessagesTable } from "../../shared/db/schema.d.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import { inboxSettingsOf, reopenSince } from "../../shared/tenants/rules/inbox-settings.ts";
import { joinStatuses } from "./join-statuses.ts";
import { DuplicateMessage, type Item } from "./item.ts";
import { lockParties } from "./lock-parties.ts";
import { noteMedia } from "./note-media.ts";

/**
 * A message that a human of the business wrote in its phone app or another app of its (Meta Business Suite): now, which
 * takes the conversation over from the bot, or by either side long ago, which changes nothing but the history. Neither
 * is answered or counted.
 */
export async function storeReportedMessage(item: Item): Promise<Outcome> {
  const { trx, emit, outletId, data, message, direction, sentAt, receivedAt } = item;
  const isEcho = data.source === "echo";
  const isWord = isEcho && message.groupId === undefined && !isSilent(actOf(message));
  const { contact, authorContactId } = await lockParties(item);
  const conversation = isEcho
    ? await lockOpenConversation(trx, {
        outletId,
        contactId: contact.id,
        reopenSince: reopenSince(inboxSettingsOf(item.tenant), item.now),
      })
    : await lockImportedConversation(trx, outletId, contact.id);
  const messageId = await recordReportedMessage(trx, {
    outletId,
    conversationId: conversation.id,
    contactId: contact.id,
    authorContactId,
    direction,
    status: direction === "inbound" ? "received" : isEcho ? "sent" : importedStatus(data.message),
    wamid: message.wamid,
    type: message.type,
    body: message.body,
    content: message.content,
    raw: item.raw,
    contextWamid: message.contextWamid,
    isTurn: isWord,
    sentAt,
    receivedAt,
  });
  if (messageId === undefined) throw new DuplicateMessage();
  const ids = { conversationId: conversation.id, messageId };
  await noteMedia(item, ids);
  if (direction === "outbound") await joinStatuses(item, messageId);
  if (!isEcho) return { outcome: "imported", conversationId: conversation.id };
  if (data.isStandby !== true) await noteCoexistence(trx, outletId);
  if (isWord && (await takeOver(trx, conversation, { code: "answered-in-app" })))
    emit("conversation.changed", { conversationId: conversation.id, change: "handling" });
  emit("conversation.changed", { ...ids, change: "message" });
  return { outcome: "stored", handling: "human", conversationId: conversation.id };
}

const importedStatuses: Record<string, MessagesTable["status"]> = {
  PENDING: "sent",
  SENT: "sent",
  DELIVERED: "delivered",
  READ: "read",
  PLAYED: "played",
  ERROR: "failed",
};

function importedStatus(message: unknown): MessagesTable["status"] {
  const word = asText(property(property(message, "history_context"), "status")) ?? "";
  return importedStatuses[word.toUpperCase()] ?? "sent";
}
