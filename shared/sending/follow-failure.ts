import { recordConsent } from "../contacts/queries/consents.ts";
import { lockConversation } from "../conversations/queries/conversations.ts";
import { findTemplateOfMessage, markTemplate } from "../templates/queries/message-templates.ts";
import type { Message } from "../db/schema.d.ts";
import { needsHuman } from "../conversations/rules/needs-human.ts";
import { classifyError } from "../whatsapp/rules/error-class.ts";
import { templateStateOf } from "../templates/rules/template-state.ts";
import type { Work } from "../runtime/work.ts";
import { handOverToPeople } from "./hand-over-to-people.ts";

export type Failure = { code: number | undefined; detail: string | undefined; failedAt: Date };

/** WhatsApp's code for a customer who stopped the business's marketing. */
const stoppedMarketing = 131050;

/**
 * What follows when WhatsApp has refused a message for good, whether at once or in a later report: a human takes over
 * where the customer would be left without an answer; an opt-out is kept; a template that cannot be sent is marked. The
 * caller has locked the conversation.
 */
export async function followFailure(
  work: Pick<Work, "trx" | "emit">,
  message: Pick<Message, "id" | "type" | "conversation_id" | "contact_id" | "sender_type" | "is_turn">,
  { code, detail, failedAt }: Failure,
): Promise<void> {
  if (needsHuman(message, code)) {
    const isWindowClosed = code !== undefined && classifyError({ code }).action === "needs_template";
    const { conversation_id: conversationId } = message;
    const reason = isWindowClosed ? "window-closed" : "send-failed";
    await handOverToPeople(
      work,
      await lockConversation(work.trx, conversationId),
      { code: "technical", reason: reason },
      { now: failedAt },
    );
  }
  if (code === stoppedMarketing) {
    const consent = { contactId: message.contact_id, action: "opt_out", source: "error" } as const;
    await recordConsent(work.trx, { ...consent, occurredAt: failedAt });
  }
  const status = code === undefined || message.type !== "template" ? undefined : templateStateOf(code);
  const template = status === undefined ? undefined : await findTemplateOfMessage(work.trx, message.id);
  if (status !== undefined && template !== undefined)
    await markTemplate(work.trx, template, { status, reason: detail, at: failedAt });
}
