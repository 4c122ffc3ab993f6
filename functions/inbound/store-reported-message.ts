import { asText, property } from "../../shared/domain/whatsapp/lenient.ts";
import { recordReportedMessage } from "../../shared/db/business-messages.ts";
import { handOver, lockImportedConversation, lockOpenConversation } from "../../shared/db/conversations.ts";
import { noteCoexistence } from "../../shared/db/outlets.ts";
import type { MessagesTable } from "../../shared/db/schema/messages.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import { joinStatuses } from "./join-statuses.ts";
import { followOwner } from "./follow-owner.ts";
import { DuplicateMessage, type Item } from "./item.ts";
import { lockParties } from "./lock-parties.ts";
import { noteMedia } from "./note-media.ts";

/**
 * A message that was written in the business's phone app or another app of its: now, which takes the conversation over
 * from the bot, or by either side long ago, which changes nothing but the history. Neither is answered or counted.
 */
export async function storeReportedMessage(item: Item): Promise<Outcome> {
  const { trx, emit, outletId, data, message, direction, sentAt, receivedAt } = item;
  const isEcho = data.source === "echo";
  const { contact, authorContactId } = await lockParties(item);
  const conversation = isEcho
    ? await followOwner(item, await lockOpenConversation(trx, outletId, contact.id))
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
    raw: data.message,
    contextWamid: message.contextWamid,
    sentAt,
    receivedAt,
  });
  if (messageId === undefined) throw new DuplicateMessage();
  const ids = { conversationId: conversation.id, messageId };
  await noteMedia(item, ids);
  if (direction === "outbound") await joinStatuses(item, messageId);
  if (!isEcho) return { outcome: "imported", conversationId: conversation.id };
  const isByAnotherApp = data.isStandby === true;
  if (!isByAnotherApp) await noteCoexistence(trx, outletId);
  if (conversation.handled_by === "bot" && !isByAnotherApp) {
    await handOver(trx, conversation.id, { code: "answered-in-app", reason: "answered-in-app" });
    emit("conversation.changed", { conversationId: conversation.id, change: "handling" });
  }
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
