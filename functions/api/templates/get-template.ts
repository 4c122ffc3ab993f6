import { findTemplateById } from "../../../shared/templates/queries/message-templates.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { presentTemplate, templateSchema } from "./template-schema.ts";

export const getTemplate = defineRoute(
  {
    method: "get",
    path: "/templates/{id}",
    permission: "templates:read",
    tag: "Templates",
    summary: "Read a message template",
    status: 200,
    params: idParams,
    reply: templateSchema,
  },
  async (context) => {
    const { id } = context.params;
    const tenantId = await findScope(context, "message_templates", id);
    const template = found(await context.read(tenantId, async (trx) => findTemplateById(trx, id)));
    return { body: presentTemplate(template) };
  },
);
