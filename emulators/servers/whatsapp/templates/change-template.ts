import type { State } from "../store/state.ts";
import type { Template } from "../store/template.ts";
import type { Dispatcher } from "../webhook/dispatcher.ts";
import { accountUpdate } from "../webhook/account-update.ts";

export const templateEvents = [
  "APPROVED",
  "REINSTATED",
  "REJECTED",
  "PENDING",
  "PAUSED",
  "DISABLED",
  "FLAGGED",
  "IN_APPEAL",
  "LIMIT_EXCEEDED",
  "LOCKED",
  "ARCHIVED",
  "PENDING_DELETION",
  "DELETED",
] as const;
export type TemplateEvent = (typeof templateEvents)[number];

type Parts = { state: State; dispatcher: Dispatcher };

/** Events that say something of a template without changing whether it may be sent. */
const statusless: readonly TemplateEvent[] = ["FLAGGED", "LIMIT_EXCEEDED", "LOCKED"];
const disabledForMs = 30 * 86_400_000;

/** What Meta decides about a template: kept, and told by `message_template_status_update`. */
export function changeTemplate(
  { state, dispatcher }: Parts,
  template: Template,
  event: TemplateEvent,
  reason = event === "REJECTED" ? "INCORRECT_CATEGORY" : undefined,
): void {
  if (event === "DELETED") state.templates.delete(template.id);
  else {
    if (!statusless.includes(event)) template.status = event === "REINSTATED" ? "APPROVED" : event;
    template.rejected_reason = event === "REJECTED" ? reason : undefined;
    state.templates.set(template.id, template);
  }
  const value = {
    event,
    ...namesOf(template),
    reason: event === "REJECTED" ? reason : "NONE",
    message_template_category: template.category,
    ...moreOf(event, reason),
  };
  dispatcher.tell(accountUpdate(template.wabaId, "message_template_status_update", value));
}

/** How values about a template name it; ids are numbers here. */
export function namesOf({ id, name, language }: Template): object {
  return {
    message_template_id: Number(id),
    message_template_name: name,
    message_template_language: language,
  };
}

function moreOf(event: TemplateEvent, reason: string | undefined): object {
  if (event === "PAUSED") {
    const description = reason ?? "Paused for 3 hours because of negative feedback from customers.";
    return { other_info: { title: "FIRST_PAUSE", description } };
  }
  if (event === "DISABLED")
    return { disable_info: { disable_date: Math.floor((Date.now() + disabledForMs) / 1000) } };
  if (event === "REJECTED")
    return { rejection_info: { reason, recommendation: "Change the template and hand it in again." } };
  return {};
}
