import type { EventOf } from "../../shared/contracts/topics.ts";
import { decideHandling, isSilent } from "../../shared/domain/conversation/decide-handling.ts";
import { type InboundMessage, readInboundMessage } from "../../shared/domain/whatsapp/inbound-message.ts";
import { lockContact } from "../../shared/db/contacts.ts";
import { lockOpenConversation } from "../../shared/db/conversations.ts";
import { recordCustomerMessage } from "../../shared/db/customer-messages.ts";
import type { FoundOutlet } from "../../shared/db/outlets.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { commitAndPublish, type Emit } from "../../shared/runtime/commit-and-publish.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { Services } from "../../shared/runtime/services.ts";

type Received = EventOf<"message.received">;

/** Stores a customer's message once, in its conversation, and decides who answers it. */
export async function handle(event: Received, services: Services<"inbound">): Promise<Outcome> {
  const message = readMessage(event);
  const outlet = await services.lookups.findOutlet(services.db, event.data.phoneNumberId);
  if (outlet === undefined) throw new Permanent("unknown-number", "no outlet has this phone number id");
  try {
    return await commitAndPublish(services, outlet.tenantId, event, async (trx, emit) =>
      store(trx, emit, outlet, event, message, services),
    );
  } catch (error) {
    if (error instanceof DuplicateMessage) return { outcome: "duplicate" };
    throw error;
  }
}

/** Rolls back what a copy has begun: a late one must not leave an empty conversation open. */
class DuplicateMessage extends Error {}

function readMessage({ data }: Received): InboundMessage {
  if (data.source !== "message")
    throw new Permanent("unsupported-source", `messages of source ${data.source} are not read yet`);
  const message = readInboundMessage(data.message, data.contact);
  if (message === undefined) throw new Permanent("no-sender", "nothing in the message says who wrote it");
  if (message.groupId !== undefined) throw new Permanent("group-message", "group messages are not read yet");
  return message;
}

async function store(
  trx: TenantTransaction,
  emit: Emit,
  { outletId, tenantId }: FoundOutlet,
  { data }: Received,
  message: InboundMessage,
  { lookups }: Pick<Services<"inbound">, "lookups">,
): Promise<Outcome> {
  const tenant = await lookups.findTenant(trx, tenantId);
  // All that it has is being removed: nothing may be added, and nothing of this event is kept.
  if (tenant === undefined || tenant.status === "erasing") return { outcome: "tenant-erasing" };
  const contact = await lockContact(trx, message.sender);
  const conversation = await lockOpenConversation(trx, outletId, contact.id);
  const receivedAt = new Date(data.receivedAt);
  const sentAt = message.sentAt !== undefined && message.sentAt < receivedAt ? message.sentAt : receivedAt;
  const raisesEpoch = !isSilent(message.type);
  const messageId = await recordCustomerMessage(trx, {
    outletId,
    conversationId: conversation.id,
    contactId: contact.id,
    wamid: message.wamid,
    type: message.type,
    body: message.body,
    raw: data.message,
    contextWamid: message.contextWamid,
    sentAt,
    receivedAt,
    epoch: conversation.epoch,
    raisesEpoch,
  });
  if (messageId === undefined) throw new DuplicateMessage();

  const handling = decideHandling({
    messageType: message.type,
    tenantStatus: tenant.status,
    handledBy: conversation.handled_by,
    contactBlocked: contact.blocked,
  });
  if (handling === "bot") {
    emit("reply.requested", { conversationId: conversation.id, messageId, receivedAt: data.receivedAt });
  }
  emit("conversation.changed", { conversationId: conversation.id, messageId, change: "message" });
  emit("usage.recorded", { meter: "message.inbound", quantity: 1, outletId, subjectId: messageId });
  return { outcome: "stored", handling, conversationId: conversation.id };
}
