import { z } from "@hono/zod-openapi";
import { lockOpenConversation, takeOver } from "../../../shared/conversations/queries/conversations.ts";
import { listNewerThan } from "../../../shared/conversations/queries/thread.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { inboxSettingsOf, reopenSince } from "../../../shared/tenants/rules/inbox-settings.ts";
import { findTemplate } from "../../../shared/templates/queries/message-templates.ts";
import { findOutlet } from "../../../shared/outlets/queries/outlets.ts";
import { recordSend } from "../../../shared/sending/queries/sends.ts";
import type { Contact } from "../../../shared/db/schema.d.ts";
import { settleKeptDraft } from "../../../shared/conversations/queries/kept-drafts.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { listBotOnItsWay } from "../../../shared/conversations/queries/turns.ts";
import { planTakeOver } from "../../../shared/conversations/rules/plan-take-over.ts";
import { describeOutbound } from "../../../shared/whatsapp/building/describe-outbound.ts";
import {
  type OutboundMessage,
  outboundMessageSchema,
} from "../../../shared/whatsapp/building/outbound-message.ts";
import { previewTemplate } from "../../../shared/templates/rules/preview-template.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { schemaOf } from "../http/domain-schema.ts";
import { found, requireTenant } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, ownTenantId } from "../http/schemas.ts";
import { requireListed } from "../templates/require-listed.ts";
import { requireFit, requireSendable } from "../templates/require-sendable.ts";
import { prepareMedia } from "./prepare-media.ts";
import { contactOf, recipient } from "./recipient.ts";
import { requireOpenWindow } from "./require-open-window.ts";

const anyMessage = schemaOf(outboundMessageSchema, {
  description:
    "By its type: text, image, video, document, audio, sticker, buttons, list, cta_url, flow, location, location_request, " +
    "contact_request, contacts, reaction, template. A file is `{id}` of WhatsApp's, `{link}` on the web, `{objectName}` of an " +
    "upload, or `{messageId}` of a message whose file is here.",
  example: { type: "text", text: "Your order is on its way." },
});

export const sendMessageRoute = defineRoute(
  {
    method: "post",
    path: "/messages",
    operation: "sendMessage",
    permission: "messages:send",
    tag: "Messages",
    summary: "Send a message",
    description:
      "Of any type, to a contact or a phone number. It is stored and sent in the order of its conversation; what became " +
      "of it is shown with the conversation. Outside the 24-hour window only templates are sent: 409 `window-closed`, unless a " +
      "person writes and the tenant has a `windowTemplate`, which goes in its place while the words are kept. Send an Idempotency-Key: " +
      "WhatsApp itself knows none. What a signed-in person writes takes the conversation over from the bot, which sends " +
      "nothing more until it is given back; a template, a reaction and what an API key sends do only with `takeOver`.",
    status: 202,
    problems: [409],
    body: z.object({
      tenantId: ownTenantId,
      outletId: id,
      to: recipient,
      message: anyMessage,
      replyTo: z
        .string()
        .startsWith("wamid.")
        .max(512)
        .optional()
        .openapi({ description: "WhatsApp's id of the message to quote", example: "wamid.HBgMNjI4MTI" }),
      ifLastMessageId: id.optional().openapi({
        description:
          "The last message that the caller has seen: 409 `conversation-moved` with the newer ones when something was " +
          "written since",
      }),
      keptDraftId: id.optional().openapi({
        description: "The kept draft that is sent with this, so that it is offered no more",
      }),
      takeOver: z.boolean().default(false).openapi({
        default: false,
        description:
          "A human speaks: the bot is to be silent from here on. Always so for what a person writes",
      }),
    }),
    reply: z
      .object({
        id,
        conversationId: id,
        contactId: id,
        status: z.enum(["queued", "held"]).openapi({
          description:
            "`held`: it is sent as soon as the outlet works again; `held` beside it says why it does not",
        }),
        text: z.string(),
        held: z.object({ reason: z.string(), message: z.string().nullable() }).optional(),
        botOnItsWay: z.array(z.object({ id, text: z.string() })).openapi({
          description:
            "What the bot was sending when this message took the conversation over: the customer may get it before this one",
        }),
      })
      .openapi("QueuedMessage"),
  },
  async (context) => {
    const { body, principal, services } = context;
    const tenantId = requireTenant(principal, body.tenantId);
    if (body.message.type === "reaction" && body.replyTo !== undefined) {
      const errors = [{ field: "replyTo", message: "is not for reactions, which name their message" }];
      throw new HttpProblem("invalid", undefined, { errors });
    }
    const message = await prepareMedia(context, tenantId, body.message);
    return context.write(tenantId, async (work) => {
      const outlet = found(await findOutlet(work.trx, body.outletId));
      const contact = await contactOf(work.trx, body.to);
      const text = await textOf(work.trx, message, outlet.waba_business_account_id, contact);
      const tenant = found(await findTenant(work.trx));
      const conversation = await lockOpenConversation(work.trx, {
        outletId: outlet.id,
        contactId: contact.id,
        reopenSince: reopenSince(inboxSettingsOf(tenant), work.now),
      });
      if (body.ifLastMessageId !== undefined)
        await requireNothingNewer(work.trx, conversation.id, body.ifLastMessageId);
      const isPerson = principal.kind === "user";
      const now = services.now();
      await requireOpenWindow(work.trx, conversation, { type: message.type, isPerson, now });
      const { takesOver, isTurn } = planTakeOver({ type: message.type, isPerson, takeOver: body.takeOver });
      const userId = isPerson ? principal.id : undefined;
      const messageId = await recordSend(work.trx, {
        outletId: outlet.id,
        conversationId: conversation.id,
        contactId: contact.id,
        senderType: isPerson || takesOver ? "agent" : "system",
        senderUserId: userId,
        senderApiKeyId: principal.kind === "api_key" ? principal.id : undefined,
        type: message.type,
        content: message,
        body: text,
        contextWamid: body.replyTo,
        isTurn,
        epoch: null,
        sentAt: now,
      });
      if (body.keptDraftId !== undefined) {
        const draft = { id: body.keptDraftId, conversationId: conversation.id };
        const isSettled = await settleKeptDraft(work.trx, { ...draft, as: "sent", at: now });
        if (!isSettled) throw new HttpProblem("conflict", "The kept draft was sent or discarded already.");
      }
      work.emit("message.queued", { conversationId: conversation.id, messageId });
      if (takesOver && (await takeOver(work.trx, conversation, { code: "taken", userId })))
        work.emit("conversation.changed", { conversationId: conversation.id, change: "handling" });
      const botOnItsWay = takesOver ? await listBotOnItsWay(work.trx, conversation.id) : [];
      const ids = { conversationId: conversation.id, contactId: contact.id };
      const { status, status_reason: reason, status_message: why } = outlet;
      const common = { id: messageId, ...ids, text, botOnItsWay };
      const location = `/messages/${messageId}`;
      if (status === "active") return { body: { ...common, status: "queued" as const }, location };
      const held = { reason: reason ?? status, message: why };
      return { body: { ...common, status: "held" as const, held }, location };
    });
  },
);

/** The caller answers what it has seen: what was written since, by the customer or a colleague, may change the answer. */
async function requireNothingNewer(
  trx: TenantTransaction,
  conversationId: string,
  messageId: string,
): Promise<void> {
  const newer = await listNewerThan(trx, { conversationId, messageId, limit: 20 });
  if (newer.length === 0) return;
  const newerMessages = newer.map(({ sender_type: senderType, body, sent_at: sentAt, ...message }) => ({
    ...message,
    senderType,
    text: body ?? "",
    sentAt: sentAt.toISOString(),
  }));
  throw new HttpProblem("conversation-moved", "Look at the newer messages, then send again.", {
    extensions: { newerMessages },
  });
}

/** What the customer will read. A template is looked at before it is queued, so that the caller hears why it cannot go. */
async function textOf(
  trx: TenantTransaction,
  message: OutboundMessage,
  businessAccountId: string,
  contact: Contact,
): Promise<string> {
  if (message.type !== "template") return describeOutbound(message);
  const template = await findTemplate(trx, { ...message, businessAccountId });
  if (template !== undefined) requireSendable(template, contact);
  if (template === undefined) await requireListed(trx, { ...message, businessAccountId });
  // One that was never listed may be there all the same, where nobody has listed them: WhatsApp knows its words.
  if (template === undefined || template.synced_at === null) return describeOutbound(message);
  requireFit(template, message, "message.");
  return previewTemplate(template.components, message);
}
