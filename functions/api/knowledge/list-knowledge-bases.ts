import { listKnowledgeBases } from "../../../shared/knowledge/queries/knowledge-bases.ts";
import { askedPage, pageOf, timeQuery, toPage } from "../http/page.ts";
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
    query: timeQuery("asc"),
    reply: pageOf(knowledgeBaseSchema),
  },
  async ({ principal, query, read }) => {
    const rows = await read(ownTenant(principal), async (trx) => listKnowledgeBases(trx, askedPage(query)));
    return { body: toPage(rows, query.limit, presentKnowledgeBase) };
  },
);
