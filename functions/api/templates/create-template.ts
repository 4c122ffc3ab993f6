import { z } from "@hono/zod-openapi";
import { findTemplateById, recordTemplate } from "../../../shared/templates/queries/message-templates.ts";
import { checkTemplateComponents } from "../../../shared/templates/rules/check-template-components.ts";
import { audit } from "../http/audit.ts";
import { found, requireTenant } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, ownTenantId } from "../http/schemas.ts";
import { accountAccess, whatsAppProblem } from "./account-access.ts";
import { presentTemplate, templateSchema } from "./template-schema.ts";
import { toTemplateLanguage } from "../../../shared/language/template-language.ts";

const component = z.looseObject({ type: z.string().min(1).max(40) });

export const createTemplate = defineRoute(
  {
    method: "post",
    path: "/templates",
    permission: "templates:write",
    tag: "Templates",
    summary: "Create a message template",
    description:
      "Handed in for Meta's review; a webhook tells the result. `components` are in Graph's form, as the template is shown.",
    status: 201,
    body: z
      .object({
        tenantId: ownTenantId,
        outletId: id,
        name: z
          .string()
          .regex(/^[a-z0-9_]{1,512}$/, "must be lower-case letters, digits and underscores")
          .openapi({ example: "order_shipped" }),
        language: z
          .string()
          .transform(toTemplateLanguage)
          .pipe(z.string().regex(/^[a-z]{2,3}(?:_[A-Z]{2})?$/, "must be a language as en or en_US"))
          .openapi({ example: "en_US" }),
        category: z.enum(["MARKETING", "UTILITY", "AUTHENTICATION"]),
        parameterFormat: z.enum(["POSITIONAL", "NAMED"]).optional(),
        components: z
          .array(component)
          .max(20)
          .openapi({ example: [{ type: "BODY", text: "Your order is on its way." }] }),
      })
      .superRefine(({ components, parameterFormat = "POSITIONAL" }, context) => {
        for (const { field, message } of checkTemplateComponents(components, parameterFormat))
          context.addIssue({ code: "custom", path: field.split("."), message });
      }),
    reply: templateSchema,
  },
  async (context) => {
    const { body, principal, services } = context;
    const tenantId = requireTenant(principal, body.tenantId);
    const access = await accountAccess(context, tenantId, body.outletId);
    const { tenantId: _tenant, outletId: _outlet, ...template } = body;
    const created = await services.whatsapp.createTemplate({ ...access, template });
    if (created.kind !== "created") throw whatsAppProblem(created);
    return context.write(tenantId, async ({ trx }) => {
      const { kind: _, ...told } = created;
      const templateId = await recordTemplate(
        trx,
        access.businessAccountId,
        { ...template, ...told },
        services.now(),
      );
      const shown = presentTemplate(found(await findTemplateById(trx, templateId)));
      await audit(trx, context, tenantId, {
        action: "template.create",
        subjectType: "template",
        subjectId: shown.id,
        after: { name: shown.name, language: shown.language, category: shown.category },
      });
      return { body: shown, location: `/templates/${shown.id}` };
    });
  },
);
