import { listKnowledgeBases } from "../../../shared/knowledge/queries/knowledge-bases.ts";
import { pageOf, pageQuery, toPage } from "../http/page.ts";
import { defineRoute } from "../http/route.ts";
import { knowledgeBaseSchema, presentKnowledgeBase } from "./knowledge-base-schema.ts";
import { ownTenant } from "../http/own-tenant.ts";

export const listKnowledgeBasesRoute = defineRoute(
  {
    method: "get",
    path: "/knowledge-bases",
    permission: "knowledge:read",
    tag: "Knowledge",
    summary: "List knowledge bases",
    status: 200,
    query: pageQuery,
    reply: pageOf(knowledgeBaseSchema),
  },
  async ({ principal, query: { limit, cursor }, read }) => {
    const rows = await read(ownTenant(principal), async (trx) =>
      listKnowledgeBases(trx, { after: cursor?.id, limit: limit + 1 }),
    );
    return { body: toPage(rows, limit, presentKnowledgeBase) };
  },
);
