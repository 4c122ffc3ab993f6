import { randomUUID } from "node:crypto";
import { planSend } from "../../shared/domain/conversation/plan-send.ts";
import type { OutboundStatus } from "../../shared/domain/conversation/message-status.ts";
import { getContact } from "../../shared/db/contacts.ts";
import { handOver, lockConversationOfMessage } from "../../shared/db/conversations.ts";
import { claimSend, lockMessage, recordStatusChange } from "../../shared/db/messages.ts";
import type { Contact } from "../../shared/db/schema/contacts.ts";
import type { Message } from "../../shared/db/schema/messages.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import type { Emit } from "../../shared/runtime/commit-and-publish.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { OutletAccess } from "../../shared/runtime/outlet-access.ts";
import type { Services } from "../../shared/runtime/services.ts";

export type Claim =
  | {
      kind: "claimed";
      conversationId: string;
      outletId: string;
      attemptId: string;
      access: OutletAccess;
      to: { phone: string } | { businessScopedUserId: string };
      body: string;
    }
  | { kind: "nothing"; outcome: Outcome }
  | { kind: "later"; code: string; reason: string };

/** Decides what to do with the message now and, if it is to be sent, claims it for this attempt. */
export async function claim(
  trx: TenantTransaction,
  emit: Emit,
  services: Pick<Services<"sender">, "config" | "tokens" | "lookups" | "now">,
  tenantId: string,
  messageId: string,
): Promise<Claim> {
  const tenant = await services.lookups.findTenant(trx, tenantId);
  if (tenant?.status === "erasing") return { kind: "nothing", outcome: { outcome: "tenant-erasing" } };
  // Held until the claim commits: no customer message and no take-over can slip in between the fence and the claim.
  const conversation = await lockConversationOfMessage(trx, messageId);
  const message = await lockMessage(trx, messageId);
  if (conversation === undefined || message === undefined)
    return { kind: "nothing", outcome: { outcome: "gone" } };
  const contact = await getContact(trx, message.contact_id);
  const now = services.now();
  const plan = planSend({
    status: message.status as OutboundStatus,
    messageEpoch: message.epoch,
    leaseUntil: message.lease_until,
    conversationEpoch: conversation.epoch,
    lastCustomerMessageAt: conversation.last_customer_message_at,
    contactBlocked: contact.blocked,
    now,
  });
  switch (plan.kind) {
    case "done":
      return { kind: "nothing", outcome: { outcome: "duplicate", status: plan.status } };
    case "wait":
      return { kind: "later", code: "in-flight", reason: "another delivery is sending this message" };
    case "unknown":
      return settle(trx, emit, message, { status: "unknown" });
    case "cancel":
      return settle(trx, emit, message, { status: "canceled", errorDetail: plan.reason });
    case "needs-template":
      await handOver(trx, conversation.id, { reason: "window-closed" });
      return settle(trx, emit, message, { status: "failed", failedAt: now, errorDetail: "window-closed" });
    case "send":
      break;
  }
  return claimNow(trx, services, tenantId, message, contact, now);
}

async function claimNow(
  trx: TenantTransaction,
  { config, tokens, lookups }: Pick<Services<"sender">, "config" | "tokens" | "lookups">,
  tenantId: string,
  message: Message,
  contact: Contact,
  now: Date,
): Promise<Claim> {
  const access = await lookups.findAccess(trx, tokens, tenantId, message.outlet_id);
  // Whoever mends the outlet queues its messages anew, so this event is done with.
  if (access.kind === "held") return { kind: "nothing", outcome: { outcome: "held", reason: access.reason } };
  const attemptId = randomUUID();
  await claimSend(trx, message.id, { attemptId, leaseUntil: new Date(now.getTime() + config.SEND_LEASE_MS) });
  return {
    kind: "claimed",
    conversationId: message.conversation_id,
    outletId: message.outlet_id,
    attemptId,
    access,
    to: addressOf(contact),
    body: message.body ?? "",
  };
}

function addressOf(contact: Contact): { phone: string } | { businessScopedUserId: string } {
  if (contact.phone !== null) return { phone: contact.phone };
  return { businessScopedUserId: contact.business_scoped_user_id ?? "" };
}

async function settle(
  trx: TenantTransaction,
  emit: Emit,
  message: Message,
  change: { status: OutboundStatus; errorDetail?: string; failedAt?: Date },
): Promise<Claim> {
  await recordStatusChange(trx, message.id, change);
  emit("conversation.changed", {
    conversationId: message.conversation_id,
    messageId: message.id,
    change: "status",
  });
  return { kind: "nothing", outcome: { outcome: change.status, reason: change.errorDetail } };
}
