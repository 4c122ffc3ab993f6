import { recordOutboundMessage } from "../conversations/queries/messages.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import type { Emit } from "../runtime/commit-and-publish.ts";

/**
 * Queues what the system itself says to a customer because of a message of theirs. A notice is sent whatever the quota
 * says; with an epoch, only until a human has written.
 */
export async function queueNotice(
  trx: TenantTransaction,
  emit: Emit,
  cause: { messageId: string; conversationId: string; outletId: string; contactId: string },
  { body, epoch }: { body: string; epoch: number | null },
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
    isTurn: false,
    epoch,
    sentAt: now,
  });
  if (messageId === undefined) return;
  emit("message.queued", { conversationId, messageId });
  emit("conversation.changed", { conversationId, messageId, change: "message" });
}
