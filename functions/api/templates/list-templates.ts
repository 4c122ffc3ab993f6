import { listTemplates } from "../../../shared/templates/queries/message-templates.ts";
import { listReachable } from "../http/list-reachable.ts";
import { pageOf, reachableQuery } from "../http/page.ts";
import { defineRoute } from "../http/route.ts";
import { text } from "../http/schemas.ts";
import { presentTemplate, templateSchema } from "./template-schema.ts";

export const listTemplatesRoute = defineRoute(
  {
    method: "get",
    path: "/templates",
    permission: "templates:read",
    tag: "Templates",
    summary: "List message templates",
    description: "As WhatsApp told them last; webhooks keep status, category and quality.",
    status: 200,
    query: reachableQuery("asc").extend({
      name: text(512).optional(),
      status: text(40).toUpperCase().optional().openapi({ description: "Meta's word", example: "APPROVED" }),
    }),
    reply: pageOf(templateSchema),
  },
  async (context) => ({
    body: await listReachable(context, {
      list: async (trx, page) => listTemplates(trx, context.query, page),
      present: presentTemplate,
    }),
  }),
);
