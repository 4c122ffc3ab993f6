import { recordOutboundMessage } from "../db/messages.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import type { Emit } from "./commit-and-publish.ts";

/**
 * Queues what the system itself says to a customer because of a message of theirs; once, however often it is asked to.
 * A notice is sent whatever the quota says, and nothing that comes after it makes it stale.
 */
export async function queueNotice(
  trx: TenantTransaction,
  emit: Emit,
  cause: { messageId: string; conversationId: string; outletId: string; contactId: string },
  body: string,
  now: Date,
): Promise<void> {
  const { conversationId, outletId, contactId } = cause;
  const messageId = await recordOutboundMessage(trx, {
    outletId,
    conversationId,
    contactId,
    senderType: "system",
    body,
    triggerMessageId: cause.messageId,
    epoch: null,
    sentAt: now,
  });
  if (messageId === undefined) return;
  emit("message.queued", { conversationId, messageId });
  emit("conversation.changed", { conversationId, messageId, change: "message" });
}
