import { recordOutboundMessage } from "../conversations/queries/messages.ts";
import type { Work } from "../runtime/work.ts";

/**
 * Queues what the system itself says to a customer because of a message of theirs. A notice is sent whatever the quota
 * says; with an epoch, only until a human has written.
 */
export async function queueNotice(
  work: Pick<Work, "trx" | "emit">,
  cause: { messageId: string; conversationId: string; outletId: string; contactId: string },
  { body, epoch }: { body: string; epoch: number | null },
  now: Date,
): Promise<void> {
  const { conversationId, outletId, contactId } = cause;
  const messageId = await recordOutboundMessage(work.trx, {
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
  work.emit("message.queued", { conversationId, messageId });
  work.emit("conversation.changed", { conversationId, messageId, change: "message" });
}
