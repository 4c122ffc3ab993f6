import type { Settled } from "./settled.ts";
import { handOverToPeople } from "../../shared/sending/hand-over-to-people.ts";
import { randomUUID } from "node:crypto";
import { chooseNextSend } from "../../shared/sending/rules/choose-next-send.ts";
import { needsHuman } from "../../shared/conversations/rules/needs-human.ts";
import { planSend } from "./plan-send.ts";
import type { OutboundStatus } from "../../shared/conversations/rules/message-status.ts";
import type { OutboundMessage } from "../../shared/whatsapp/building/outbound-message.ts";
import { phoneKey } from "../../shared/contacts/rules/phone-forms.ts";
import { numberPace, pairPace } from "../../shared/whatsapp/rules/send-pace.ts";
import { releaseReservation } from "../../shared/billing/reserve-quota.ts";
import {
  lockConversationOfMessage,
  lockConversation,
} from "../../shared/conversations/queries/conversations.ts";
import { lockMessage, recordStatusChange } from "../../shared/conversations/queries/messages.ts";
import type { Contact, Message, Tenant } from "../../shared/db/schema.d.ts";
import { claimInTurn } from "../../shared/sending/queries/send-pacing.ts";
import { getAddressee, listWaitingSends } from "../../shared/sending/queries/sends.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import { hasHumanWrittenSince } from "../../shared/conversations/queries/turns.ts";
import type { Work } from "../../shared/runtime/work.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import { loadOutletAccess, type OutletAccess } from "../../shared/outlets/outlet-access.ts";
import { askQuota } from "./ask-quota.ts";
import { missWindow } from "./miss-window.ts";
import { readContent, refuseContent } from "./stored-content.ts";
import { type SenderServices } from "./services.ts";

export type Claim =
  | {
      kind: "claimed";
      messageId: string;
      conversationId: string;
      contactId: string;
      outletId: string;
      attemptId: string;
      /** 1 for the first. */
      attemptCount: number;
      access: OutletAccess;
      /** A unit of a hard quota is held for it. */
      isReserved: boolean;
      to: { phone: string } | { businessScopedUserId: string };
      message: OutboundMessage;
      /** The message that it quotes. */
      contextWamid: string | undefined;
    }
  /** There is nothing to send in this message. */
  | { kind: "nothing"; messageId: string; outcome: Outcome }
  | { kind: "later"; code: string; reason: string };

type Claiming = Pick<SenderServices, "config" | "tokens" | "now">;

/**
 * Decides what to do with the message now and, if it is to be sent, claims it for this attempt. A message of the
 * conversation that was written earlier and waits still is taken in its place: the claim says which.
 */
export async function claim(
  work: Work,
  services: Claiming,
  tenantId: string,
  wantedId: string,
): Promise<Claim> {
  const tenant = await findTenant(work.trx);
  if (tenant?.status === "erasing") return nothing(wantedId, { outcome: "tenant-erasing" });
  // Held until the claim commits: no customer message and no take-over can slip in between the fence and the claim.
  const conversation = await lockConversationOfMessage(work.trx, wantedId);
  if (conversation === undefined) return nothing(wantedId, { outcome: "gone" });
  const now = services.now();
  const next = chooseNextSend(await listWaitingSends(work.trx, conversation), {
    wantedId,
    conversationId: conversation.id,
    now,
  });
  if (next.kind === "in-flight")
    return { kind: "later", code: "in-flight", reason: "another message to this customer is being sent" };
  const message = await lockMessage(work.trx, next.id);
  if (message === undefined) return nothing(next.id, { outcome: "gone" });
  const contact = await getAddressee(work.trx, message);
  const plan = planSend({
    status: message.status as OutboundStatus,
    messageEpoch: message.epoch,
    isTurn: message.is_turn,
    hasHumanWritten:
      message.epoch !== null && !message.is_turn && (await hasHumanWrittenSince(work.trx, message)),
    isClosed: conversation.status === "closed",
    leaseUntil: message.lease_until,
    conversationEpoch: conversation.epoch,
    lastCustomerMessageAt: conversation.last_customer_message_at,
    isTemplate: message.type === "template",
    notBefore: message.slot_at ?? message.not_before,
    contactBlocked: contact.blocked,
    now,
  });
  switch (plan.kind) {
    case "done":
      return nothing(message.id, { outcome: "duplicate", status: plan.status });
    case "wait":
      return { kind: "later", code: "in-flight", reason: "another delivery is sending this message" };
    case "not-yet":
      return { kind: "later", code: "not-yet", reason: "the message waits for its time" };
    case "unknown":
      return settle(work, message, { status: "unknown" }, now);
    case "cancel":
      return settle(work, message, { status: "canceled", errorDetail: plan.reason }, now);
    case "needs-template": {
      const change = await missWindow(work, { conversation, message, now });
      return settle(work, message, change, now);
    }
    case "send":
      return claimNow(work, services, { tenantId, tenant, message, contact, now });
  }
}

type Given = {
  tenantId: string;
  tenant: Tenant | undefined;
  message: Message;
  contact: Contact;
  now: Date;
};

async function claimNow(
  work: Work,
  { config, tokens }: Claiming,
  { tenantId, tenant, message, contact, now }: Given,
): Promise<Claim> {
  const { outlet_id: outletId } = message;
  const access = await loadOutletAccess(work.trx, tokens, tenantId, outletId);
  // Whoever mends the outlet queues its messages anew, so this event is done with.
  if (access.kind === "held") return nothing(message.id, { outcome: "held", reason: access.reason });
  const content = readContent(message);
  const refused = await refuseContent(work.trx, { content, contact, access, tenantId });
  if (content === undefined || refused !== undefined) {
    return settle(work, message, refused ?? { status: "failed", errorDetail: "invalid-content" }, now);
  }
  const answer = await askQuota(work.trx, tenant, message, now);
  if (answer === "busy")
    return { kind: "later", code: "quota-busy", reason: "the rest of the quota is held by sends under way" };
  if (answer === "exhausted" || answer === "suspended") {
    const reason = `quota-${answer}`;
    if (needsHuman(message)) {
      await handOverToPeople(
        work,
        await lockConversation(work.trx, message.conversation_id),
        { code: "quota", reason: reason },
        { now: now },
      );
    }
    return settle(work, message, { status: "failed", errorDetail: reason }, now);
  }
  const attemptId = randomUUID();
  const leaseUntil = new Date(now.getTime() + config.SEND_LEASE_MS);
  const turn = await claimInTurn(
    work.trx,
    {
      messageId: message.id,
      outletId,
      contactId: contact.id,
      attemptId,
      leaseUntil,
      keptTurnAt: message.slot_at,
      now,
    },
    { number: numberPace(access.throughputLevel), pair: pairPace },
  );
  const isReserved = answer === "reserved";
  if (turn.kind === "later" && isReserved) await releaseReservation(work.trx, message.id);
  if (turn.kind === "later")
    return { kind: "later", code: "paced", reason: "the number or the customer is sent to at its full rate" };
  return {
    kind: "claimed",
    messageId: message.id,
    conversationId: message.conversation_id,
    contactId: contact.id,
    outletId,
    attemptId,
    attemptCount: message.attempt_count + 1,
    access,
    isReserved,
    to: addressOf(contact),
    message: content,
    contextWamid: content.type === "reaction" ? undefined : (message.context_wamid ?? undefined),
  };
}

function addressOf(contact: Contact): { phone: string } | { businessScopedUserId: string } {
  const { phone, wa_id: waId } = contact;
  // As WhatsApp itself writes the number, where it has shown that.
  if (phone !== null) return { phone: waId !== null && phoneKey(waId) === phoneKey(phone) ? waId : phone };
  return { businessScopedUserId: contact.business_scoped_user_id ?? "" };
}

function nothing(messageId: string, outcome: Outcome): Claim {
  return { kind: "nothing", messageId, outcome };
}

async function settle(work: Work, message: Message, change: Settled, now: Date): Promise<Claim> {
  await recordStatusChange(work.trx, message.id, {
    ...change,
    ...(change.status === "failed" ? { failedAt: now } : {}),
  });
  work.emit("conversation.changed", {
    conversationId: message.conversation_id,
    messageId: message.id,
    change: "status",
  });
  return nothing(message.id, { outcome: change.status, reason: change.errorDetail });
}
