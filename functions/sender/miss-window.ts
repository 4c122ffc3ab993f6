import { needsHuman } from "../../shared/conversations/rules/needs-human.ts";
import type { TemplateMessage } from "../../shared/whatsapp/building/template.ts";
import { readMessagingSettings } from "../../shared/tenants/rules/messaging-settings.ts";
import { handOver } from "../../shared/conversations/queries/conversations.ts";
import { hasTemplateSince, recordSend } from "../../shared/sending/queries/sends.ts";
import type { Conversation, Message, Tenant } from "../../shared/db/schema.d.ts";
import type { Settled } from "./claim.ts";
import type { Work } from "../../shared/runtime/work.ts";

/**
 * What becomes of a message that missed the 24-hour window: the tenant's template goes in its place, which asks the
 * customer to write again; without one a human takes over where it was the bot's answer. One template is enough, however many messages missed it.
 */
export async function missWindow(
  work: Work,
  {
    tenant,
    conversation,
    message,
    now,
  }: { tenant: Tenant | undefined; conversation: Conversation; message: Message; now: Date },
): Promise<Settled> {
  const { windowTemplate } = readMessagingSettings(tenant?.messaging);
  if (windowTemplate === undefined || windowTemplate === null) {
    if (needsHuman(message)) {
      await handOver(work.trx, conversation.id, { code: "technical", reason: "window-closed" });
      work.emit("conversation.changed", { conversationId: conversation.id, change: "handling" });
    }
    return { status: "failed", errorDetail: "window-closed" };
  }
  const since = conversation.last_customer_message_at ?? conversation.created_at;
  if (!(await hasTemplateSince(work.trx, conversation.id, since))) {
    const content: TemplateMessage = { type: "template", ...windowTemplate };
    const messageId = await recordSend(work.trx, {
      outletId: message.outlet_id,
      conversationId: conversation.id,
      contactId: message.contact_id,
      senderType: "system",
      type: "template",
      content,
      body: `[${windowTemplate.name}]`,
      epoch: null,
      sentAt: now,
    });
    work.emit("message.queued", { conversationId: conversation.id, messageId });
    work.emit("conversation.changed", { conversationId: conversation.id, messageId, change: "message" });
  }
  return { status: "canceled", errorDetail: "window-closed" };
}
