import { needsHuman } from "../../shared/conversations/rules/needs-human.ts";
import type { TemplateMessage } from "../../shared/whatsapp/building/template.ts";
import { readMessagingSettings } from "../../shared/tenants/rules/messaging-settings.ts";
import { hasTemplateSince, recordSend } from "../../shared/sending/queries/sends.ts";
import type { Conversation, Message } from "../../shared/db/schema.d.ts";
import { handOverToPeople } from "../../shared/sending/hand-over-to-people.ts";
import { recordKeptDraft } from "../../shared/conversations/queries/kept-drafts.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import type { Settled } from "./settled.ts";
import type { Work } from "../../shared/runtime/work.ts";

/**
 * What becomes of a message that missed the 24-hour window: the tenant's template goes in its place, which asks the
 * customer to write again; without one a human takes over where it was the bot's answer. One template is enough, however many messages missed it.
 */
export async function missWindow(
  work: Work,
  { conversation, message, now }: { conversation: Conversation; message: Message; now: Date },
): Promise<Settled> {
  // Not as it is remembered: a template that was just set, or taken away, counts.
  const { windowTemplate } = readMessagingSettings((await findTenant(work.trx))?.messaging);
  if (message.sender_type === "agent" && message.is_turn) await recordKeptDraft(work.trx, message);
  if (windowTemplate === undefined || windowTemplate === null) {
    if (needsHuman(message)) {
      await handOverToPeople(
        work,
        conversation,
        { code: "technical", reason: "window-closed" },
        { now: now },
      );
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
