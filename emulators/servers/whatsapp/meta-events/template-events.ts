import * as z from "zod";
import type { Context } from "../context.ts";
import { templatesOf } from "../graph/find-template.ts";
import type { Template } from "../store/template.ts";
import { changeTemplate, namesOf, templateEvents } from "../templates/change-template.ts";
import { accountUpdate } from "../webhook/account-update.ts";
import { metaEvent, numberField, numberOf } from "./meta-event.ts";

const which = {
  ...numberField,
  name: z.string().describe("the template's name"),
  language: z.string().optional(),
};

/** What Meta finds of templates. */
export const templateNews = [
  metaEvent(
    "template-status",
    "Meta approves, rejects, pauses … a template",
    z.strictObject({ ...which, status: z.enum(templateEvents), reason: z.string().optional() }),
    (context, { status, reason, ...given }) =>
      withTemplates(context, given, (template) => changeTemplate(context, template, status, reason)),
  ),
  metaEvent(
    "template-quality",
    "customers' feedback changes a template's quality",
    z.strictObject({ ...which, quality: z.enum(["GREEN", "YELLOW", "RED", "UNKNOWN"]) }),
    (context, { quality, ...given }) =>
      withTemplates(context, given, (template) => {
        const previous = template.quality_score?.score ?? "UNKNOWN";
        template.quality_score = { score: quality };
        context.state.templates.set(template.id, template);
        const scores = { previous_quality_score: previous, new_quality_score: quality };
        tell(context, template, "message_template_quality_update", scores);
      }),
  ),
  metaEvent(
    "template-category",
    "Meta puts a template into another category",
    z.strictObject({ ...which, category: z.enum(["MARKETING", "UTILITY", "AUTHENTICATION"]) }),
    (context, { category, ...given }) =>
      withTemplates(context, given, (template) => {
        const categories = { previous_category: template.category, new_category: category };
        template.category = category;
        context.state.templates.set(template.id, template);
        tell(context, template, "template_category_update", categories);
      }),
  ),
];

function tell({ dispatcher }: Context, template: Template, field: string, value: object): void {
  dispatcher.tell(accountUpdate(template.wabaId, field, { ...namesOf(template), ...value }));
}

function withTemplates(
  context: Context,
  given: { number?: string | undefined; name: string; language?: string | undefined },
  change: (template: Template) => void,
): object | string {
  const found = templatesOf(context.state, numberOf(context, given).wabaId).filter(
    ({ name, language }) => name === given.name && (given.language ?? language) === language,
  );
  if (found.length === 0) return `the account has no template ${given.name}`;
  for (const template of found) change(template);
  return { templates: found.map(({ id }) => id) };
}
