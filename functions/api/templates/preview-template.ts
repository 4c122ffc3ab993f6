import { z } from "@hono/zod-openapi";
import { findTemplateById } from "../../../shared/templates/queries/message-templates.ts";
import { refuseTemplate } from "../../../shared/templates/rules/template-state.ts";
import { previewTemplate } from "../../../shared/templates/rules/preview-template.ts";
import { templateMessage } from "../../../shared/whatsapp/building/template.ts";
import { schemaOf } from "../http/domain-schema.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { requireFit } from "./require-sendable.ts";

const values = templateMessage.omit({ type: true, name: true, language: true });

export const previewTemplateRoute = defineRoute(
  {
    method: "post",
    path: "/templates/{id}/preview",
    permission: "templates:read",
    tag: "Templates",
    summary: "Show what a template says with these values",
    description:
      "The words that the customer would read, as sending it gives them in `text`; 400 names every value that is missing or too " +
      "much. Nothing is sent.",
    status: 200,
    params: idParams,
    body: schemaOf(values, { example: { body: [{ type: "text", text: "Sari" }] } }),
    reply: z.object({ text: z.string(), canBeSent: z.boolean() }).openapi("TemplatePreview"),
  },
  async (context) => {
    const { id } = context.params;
    const tenantId = await findScope(context, "message_templates", id);
    return context.write(tenantId, async ({ trx }) => {
      const template = found(await findTemplateById(trx, id));
      const { name, language } = template;
      const message = { ...context.body, type: "template" as const, name, language };
      requireFit(template, message);
      const text = previewTemplate(template.components, message);
      return { body: { text, canBeSent: refuseTemplate(template.status) === undefined } };
    });
  },
);
