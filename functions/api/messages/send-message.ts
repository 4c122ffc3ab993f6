import { z } from "@hono/zod-openapi";
import { lockContact, findContact } from "../../../shared/db/contacts.ts";
import { lockOpenConversation } from "../../../shared/db/conversations.ts";
import { findTemplate } from "../../../shared/db/message-templates.ts";
import { findOutlet } from "../../../shared/db/outlets.ts";
import { recordSend } from "../../../shared/db/sends.ts";
import type { Contact } from "../../../shared/db/schema/contacts.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { listBucketMedia } from "../../../shared/domain/whatsapp/outbound/bucket-media.ts";
import { describeOutbound } from "../../../shared/domain/whatsapp/outbound/describe-outbound.ts";
import { fitTemplate } from "../../../shared/domain/whatsapp/outbound/fit-template.ts";
import {
  type OutboundMessage,
  outboundMessageSchema,
} from "../../../shared/domain/whatsapp/outbound/outbound-message.ts";
import { previewTemplate } from "../../../shared/domain/whatsapp/outbound/preview-template.ts";
import { refuseTemplate } from "../../../shared/domain/whatsapp/outbound/template-state.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, phoneNumber } from "../http/schemas.ts";

const recipient = z.union([z.object({ phone: phoneNumber }).strict(), z.object({ contactId: id }).strict()], {
  error: "must have a phone or a contactId",
});

/** The domain's schema knows nothing of OpenAPI, so the document shows this. */
const anyMessage = z
  .looseObject({ type: z.string() })
  .openapi({
    description:
      "text, image, video, document, audio, sticker, buttons, list, cta_url, location, location_request, contacts, " +
      "reaction or template, with its parts",
    example: { type: "text", text: "Your order is on its way." },
  })
  .pipe(outboundMessageSchema);

export const sendMessageRoute = defineRoute(
  {
    method: "post",
    path: "/messages",
    permission: "messages:send",
    tag: "Messages",
    summary: "Send a message",
    description:
      "Of any type, to a contact or a phone number. It is stored and sent in the order of its conversation; what became " +
      "of it is shown with the conversation. Outside the 24-hour window only templates are sent. Send an Idempotency-Key: " +
      "WhatsApp itself knows none.",
    status: 202,
    body: z.object({
      tenantId: id,
      outletId: id,
      to: recipient.openapi({ example: { phone: "+6281234567890" } }),
      message: anyMessage,
      replyTo: z
        .string()
        .startsWith("wamid.")
        .max(512)
        .optional()
        .openapi({ description: "WhatsApp's id of the message to quote", example: "wamid.HBgMNjI4MTI" }),
    }),
    reply: z
      .object({ id, conversationId: id, contactId: id, status: z.string(), text: z.string() })
      .openapi("QueuedMessage"),
  },
  async (context) => {
    const { body, principal, services } = context;
    const tenantId = requireReach(principal, body.tenantId);
    refuseForeignMedia(body.message, tenantId);
    return context.write(tenantId, async (trx, emit) => {
      const outlet = found(await findOutlet(trx, body.outletId));
      const contact = await contactOf(trx, body.to);
      const text = await textOf(trx, body.message, outlet.waba_business_account_id, contact);
      const conversation = await lockOpenConversation(trx, outlet.id, contact.id);
      const messageId = await recordSend(trx, {
        outletId: outlet.id,
        conversationId: conversation.id,
        contactId: contact.id,
        senderType: principal.kind === "user" ? "agent" : "system",
        senderUserId: principal.kind === "user" ? principal.id : undefined,
        type: body.message.type,
        content: body.message,
        body: text,
        contextWamid: body.replyTo,
        epoch: null,
        sentAt: services.now(),
      });
      emit("message.queued", { conversationId: conversation.id, messageId });
      const ids = { conversationId: conversation.id, contactId: contact.id };
      return { body: { id: messageId, ...ids, status: "queued", text } };
    });
  },
);

async function contactOf(
  trx: TenantTransaction,
  to: { phone: string } | { contactId: string },
): Promise<Contact> {
  if ("contactId" in to) return found(await findContact(trx, to.contactId));
  return lockContact(trx, { phone: to.phone.replace("+", "") });
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
  if (template === undefined) return describeOutbound(message);
  const reason = refuseTemplate(template.status);
  if (reason !== undefined) throw new HttpProblem("conflict", `The template cannot be sent: ${reason}.`);
  if (template.category === "MARKETING" && contact.opted_out_at !== null)
    throw new HttpProblem("conflict", "The contact wants no marketing.");
  const misfits = fitTemplate(
    { components: template.components, parameterFormat: template.parameter_format },
    message,
  );
  if (misfits.length > 0) {
    const errors = misfits.map(({ field, message: what }) => ({ field: `message.${field}`, message: what }));
    throw new HttpProblem("invalid", undefined, { errors });
  }
  return previewTemplate(template.components, message);
}

/** A file of the bucket must be the tenant's own; the sender looks again. */
function refuseForeignMedia(message: OutboundMessage, tenantId: string): void {
  for (const { objectName } of listBucketMedia(message)) {
    if (objectName.startsWith(`tenants/${tenantId}/`)) continue;
    const errors = [{ field: "message.media.objectName", message: "is not a file of the tenant's" }];
    throw new HttpProblem("invalid", undefined, { errors });
  }
}
