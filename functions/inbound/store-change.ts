import type { MessageChange } from "../../shared/whatsapp/reading/change.ts";
import { recordMessageChange } from "../../shared/conversations/queries/message-changes.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import { askAgain } from "./ask-again.ts";
import type { Item } from "./item.ts";
import { lockParties } from "./lock-parties.ts";
import { noteChangedMedia } from "./note-media.ts";

/**
 * A reaction, an edit or a deletion shows on its message, also when that comes later. It counts as no message; what was
 * not answered yet is asked as it is now.
 */
export async function storeChange(item: Item, change: MessageChange): Promise<Outcome> {
  const { trx, emit, outletId, message, direction, sentAt } = item;
  const { contact, authorContactId } = await lockParties(item);
  const recorded = await recordMessageChange(trx, {
    outletId,
    contactId: authorContactId ?? contact.id,
    direction,
    wamid: message.wamid,
    change,
    raw: item.raw,
    occurredAt: sentAt,
  });
  if (recorded.kind !== "joined") return { outcome: recorded.kind, change: change.kind };
  const { conversationId, messageId } = recorded;
  if (change.kind !== "reaction") {
    await noteChangedMedia(item, { conversationId, messageId });
    if (direction === "inbound") await askAgain(item, { conversationId, messageId });
  }
  emit("conversation.changed", { conversationId, messageId, change: "message" });
  return { outcome: "joined", change: change.kind, conversationId };
}
