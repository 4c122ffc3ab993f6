import { z } from "@hono/zod-openapi";
import { v7 as uuidv7 } from "uuid";
import { findKnowledgeBase } from "../../../shared/knowledge/queries/knowledge-bases.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams, isCleanText, text } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { documentSchema, presentDocument } from "./document-schema.ts";
import { recordPairs, writePairs } from "./store-pairs.ts";

export const answer = z
  .string()
  .trim()
  .min(1)
  .max(5_000)
  .refine(isCleanText, "must not hold control characters");

export const createPairs = defineRoute(
  {
    method: "post",
    path: "/knowledge-bases/{id}/pairs",
    operation: "createDocumentOfPairs",
    permission: "knowledge:write",
    tag: "Documents",
    summary: "Add questions with their answers",
    description: "They are kept as a document of their own.",
    status: 201,
    params: idParams,
    body: z.object({
      name: text(200).openapi({ example: "Questions of May" }),
      pairs: z
        .array(z.object({ question: text(500), answer }))
        .min(1)
        .max(200),
    }),
    reply: documentSchema,
  },
  async (context) => {
    const { principal, params, body, services } = context;
    const tenantId = ownTenant(principal);
    await context.read(tenantId, async (trx) => found(await findKnowledgeBase(trx, params.id)));
    let objectName = "";
    const reply = await context.write(tenantId, async ({ trx }) => {
      const document = { ...body, documentId: uuidv7(), knowledgeBaseId: params.id };
      const row = await recordPairs(trx, context, tenantId, document);
      objectName = row.object_name;
      return { body: presentDocument(row), location: `/documents/${row.id}` };
    });
    await writePairs(services, objectName, body.pairs);
    return reply;
  },
);
