import { z } from "@hono/zod-openapi";
import { findKnowledgeBase } from "../../../shared/knowledge/queries/knowledge-bases.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { searchKnowledge } from "../../../shared/knowledge/search-knowledge.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams, text } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";

const passage = z
  .object({
    chunkId: id,
    documentId: id,
    title: z.string(),
    heading: z.string().nullable(),
    page: z.int().nullable(),
    text: z.string(),
    score: z.number().openapi({ description: "Compares only within one answer" }),
  })
  .openapi("Passage");

export const searchKnowledgeBase = defineRoute(
  {
    method: "post",
    path: "/knowledge-bases/{id}/search",
    permission: "knowledge:read",
    tag: "Knowledge",
    summary: "Search a knowledge base",
    description: "The passages that an answer to the question would be written from, best first.",
    status: 200,
    params: idParams,
    body: z.object({ question: text(1_000), limit: z.int().min(1).max(50).default(6) }),
    reply: z.object({ data: z.array(passage) }),
  },
  async ({ principal, params, body, read, services }) => {
    const tenantId = ownTenant(principal);
    const tenant = await read(tenantId, async (trx) => {
      found(await findKnowledgeBase(trx, params.id));
      return found(await findTenant(trx));
    });
    const search = { tenantId, ...body, language: tenant.default_language ?? undefined };
    const { found: passages } = await searchKnowledge({ ...search, knowledgeBaseIds: [params.id] }, services);
    const data = passages.map((one) => ({
      chunkId: one.id,
      documentId: one.documentId,
      title: one.title,
      heading: one.heading ?? null,
      page: one.page ?? null,
      text: one.text,
      score: one.score,
    }));
    return { body: { data } };
  },
);
