import type { Contact, MessageTemplate } from "../../../shared/db/schema.d.ts";
import { fitTemplate } from "../../../shared/templates/rules/fit-template.ts";
import { refuseTemplate } from "../../../shared/templates/rules/template-state.ts";
import type { TemplateMessage } from "../../../shared/whatsapp/building/template.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";

/** Throws the problem that says why the template cannot go to the contact now. */
export function requireSendable(template: MessageTemplate, contact: Contact): void {
  const { status, reason, category } = template;
  const refused = refuseTemplate(status);
  if (refused !== undefined) {
    const why = reason === null ? refused : `${refused} (${reason})`;
    throw new HttpProblem("conflict", `The template cannot be sent: ${why}.`);
  }
  if (category === "MARKETING" && contact.opted_out_at !== null)
    throw new HttpProblem("conflict", "The contact wants no marketing.");
  if (category === "AUTHENTICATION" && contact.phone === null)
    throw new HttpProblem("conflict", "An authentication template needs the contact's phone number.");
}

/** Throws the problem that names every field whose value the template does not ask for, or that it lacks. */
export function requireFit(template: MessageTemplate, message: TemplateMessage, path = ""): void {
  const stored = { components: template.components, parameterFormat: template.parameter_format };
  const errors = fitTemplate(stored, message).map(({ field, message: what }) => ({
    field: `${path}${field}`,
    message: what,
  }));
  if (errors.length > 0) throw new HttpProblem("invalid", undefined, { errors });
}
