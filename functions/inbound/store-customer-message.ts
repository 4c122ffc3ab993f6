import { decideHandling, isSilent } from "./decide-handling.ts";
import { isServiceWindowOpen } from "../../shared/conversations/rules/service-window.ts";
import { actOf } from "../../shared/whatsapp/reading/inbound-message.ts";
import {
  lockJustClosed,
  lockOpenConversation,
  recordHandoverSummary,
} from "../../shared/conversations/queries/conversations.ts";
import {
  adoptImportedMessage,
  type NewCustomerMessage,
  recordCustomerMessage,
} from "../../shared/conversations/queries/customer-messages.ts";
import { recordTakeBackAt } from "../../shared/conversations/queries/waiting-conversations.ts";
import { offerKeptDrafts } from "../../shared/conversations/queries/kept-drafts.ts";
import type { Conversation } from "../../shared/db/schema.d.ts";
import { inboxSettingsOf, reopenSince } from "../../shared/tenants/rules/inbox-settings.ts";
import { isAfterword } from "../../shared/conversations/rules/afterword.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import { stopBot } from "../../shared/sending/stop-bot.ts";
import { confirmConsent } from "./confirm-consent.ts";
import { followOwner } from "./follow-active-app.ts";
import { mayBeTakenBack } from "./may-be-taken-back.ts";
import { DuplicateMessage, type Item } from "./item.ts";
import { lockParties } from "./lock-parties.ts";
import { noteConsent } from "./hear-consent.ts";
import { noteMedia } from "./note-media.ts";
import type { InboundServices } from "./services.ts";

/** Stores what a customer wrote, counts it, and decides who answers. */
export async function storeCustomerMessage(
  item: Item,
  { now }: Pick<InboundServices, "now">,
): Promise<Outcome> {
  const { trx, emit, tenant, outletId, data, message, sentAt, receivedAt } = item;
  const { contact, authorContactId } = await lockParties(item);
  const { conversation, isClosing } = await conversationOf(item, contact.id);
  const isGroup = message.groupId !== undefined;
  const act = actOf(message);
  const consent = await noteConsent(item, contact);
  const isSaid = !isSilent(act) && !isGroup;
  const messageId = await record(item, {
    outletId,
    conversationId: conversation.id,
    contactId: contact.id,
    authorContactId,
    senderType: message.type === "system" ? "system" : "customer",
    wamid: message.wamid,
    type: message.type,
    body: message.body,
    content: message.content,
    raw: item.raw,
    contextWamid: message.contextWamid,
    sentAt,
    receivedAt,
    epoch: conversation.epoch,
    isTurn: isSaid && consent.kind === "ordinary" && !contact.blocked && !isClosing,
    opensWindow: isSaid,
  });
  const ids = { conversationId: conversation.id, messageId };
  await noteMedia(item, ids);
  if (message.content.handoverSummary !== undefined)
    await recordHandoverSummary(trx, conversation.id, message.content.handoverSummary);

  const handling = decideHandling({
    messageType: act,
    isGroup,
    isStandby: data.isStandby === true,
    isConsentWord: consent.kind !== "ordinary",
    isLate: !isServiceWindowOpen(sentAt, now()),
    tenantStatus: tenant.status,
    handledBy: conversation.handled_by,
    contactBlocked: contact.blocked,
    isAfterword: isClosing,
  });
  if (handling === "human" && mayBeTakenBack(conversation, tenant))
    await recordTakeBackAt(trx, conversation.id, now());
  if (isSaid && conversation.handled_by === "human") await offerKeptDrafts(trx, conversation.id, now());
  const stopped = handling === "bot" && tenant.quota_state !== "ok";
  if (handling === "notice" && consent.kind === "heard") {
    await confirmConsent(item, { conversation, messageId, contactId: contact.id }, consent.word, now());
  } else if (stopped) {
    await stopBot(item, tenant, conversation, { id: messageId, body: message.body, now: now() });
  } else if (handling === "bot") {
    emit("reply.requested", { ...ids, receivedAt: data.receivedAt });
  }
  emit("conversation.changed", { ...ids, change: "message" });
  if (data.isStandby !== true)
    emit("usage.recorded", { meter: "message.inbound", quantity: 1, outletId, subjectId: messageId });
  return { outcome: "stored", handling: stopped ? "quota" : handling, conversationId: conversation.id };
}

/** The conversation that the message belongs to, locked. A mere thank-you after the close goes to the closed one. */
async function conversationOf(
  item: Item,
  contactId: string,
): Promise<{ conversation: Conversation; isClosing: boolean }> {
  const { trx, tenant, outletId, message, now } = item;
  const settings = inboxSettingsOf(tenant);
  const since = reopenSince(settings, now);
  const closed =
    !settings.isReopenedByThanks && isAfterword(message)
      ? await lockJustClosed(trx, { outletId, contactId, since })
      : undefined;
  if (closed !== undefined) return { conversation: closed, isClosing: true };
  const open = await lockOpenConversation(trx, { outletId, contactId, reopenSince: since });
  return { conversation: await followOwner(item, open), isClosing: false };
}

/** News that the history held already is answered all the same, for the history was not. */
async function record({ trx }: Item, message: NewCustomerMessage): Promise<string> {
  const messageId = (await recordCustomerMessage(trx, message)) ?? (await adoptImportedMessage(trx, message));
  if (messageId === undefined) throw new DuplicateMessage();
  return messageId;
}
