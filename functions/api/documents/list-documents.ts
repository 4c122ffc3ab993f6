import { listDocuments } from "../../../shared/knowledge/queries/documents.ts";
import { findKnowledgeBase } from "../../../shared/knowledge/queries/knowledge-bases.ts";
import { askedPage, pageOf, timeQuery, toPage } from "../http/page.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { documentFilters, documentSchema, presentDocument } from "./document-schema.ts";

export const listDocumentsRoute = defineRoute(
  {
    method: "get",
    path: "/knowledge-bases/{id}/documents",
    operation: "listDocuments",
    permission: "knowledge:read",
    tag: "Documents",
    summary: "List the documents of a knowledge base",
    status: 200,
    params: idParams,
    query: timeQuery("asc").extend(documentFilters),
    reply: pageOf(documentSchema),
  },
  async ({ principal, params, query, read }) => {
    const rows = await read(ownTenant(principal), async (trx) => {
      found(await findKnowledgeBase(trx, params.id));
      return listDocuments(trx, { ...query, knowledgeBaseId: params.id }, askedPage(query));
    });
    return { body: toPage(rows, query.limit, presentDocument) };
  },
);
