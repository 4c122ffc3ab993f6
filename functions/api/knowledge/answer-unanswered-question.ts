import { z } from "@hono/zod-openapi";
import { v7 as uuidv7 } from "uuid";
import { findDefaultKnowledgeBase, findDocument } from "../../../shared/knowledge/queries/documents.ts";
import { findKnowledgeBase } from "../../../shared/knowledge/queries/knowledge-bases.ts";
import type { Document } from "../../../shared/db/schema.d.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { closeCluster, lockUnanswered } from "../../../shared/knowledge/queries/unanswered-questions.ts";
import { answer } from "../documents/create-pairs.ts";
import { documentSchema, presentDocument } from "../documents/document-schema.ts";
import { recordPairs, writePairs } from "../documents/store-pairs.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams, text } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";

const longestName = 100;

export const answerUnansweredQuestion = defineRoute(
  {
    method: "post",
    path: "/unanswered-questions/{id}/answer",
    permission: "knowledge:write",
    tag: "Knowledge",
    summary: "Answer what the knowledge could not",
    description:
      "The question and its answer become a document, read like any other, and all open questions that ask for the same are " +
      "done with. A repetition gives the same document, and writes it again only if it was never read.",
    status: 201,
    params: idParams,
    body: z.object({
      answer,
      question: text(500).optional().openapi({ description: "In better words than the customer's" }),
      knowledgeBaseId: id.optional().openapi({ description: "The default one unless said otherwise" }),
    }),
    reply: documentSchema,
  },
  async (context) => {
    const { principal, params, body, services, write } = context;
    const tenantId = ownTenant(principal);
    let stored: { row: Document; question: string } | undefined;
    const reply = await write(tenantId, async ({ trx }) => {
      const asked = found(await lockUnanswered(trx, params.id));
      const question = body.question ?? asked.question.slice(0, 500).toWellFormed();
      const row = (await findAnswer(trx, asked.documentId)) ?? (await record(trx, question));
      await closeCluster(trx, asked.clusterKey, { status: "answered", documentId: row.id });
      stored = { row, question };
      return { body: presentDocument(row), location: `/documents/${row.id}` };
    });
    if (stored?.row.object_generation === 0) {
      const pairs = [{ question: stored.question, answer: body.answer }];
      await writePairs(services, stored.row.object_name, pairs);
    }
    return reply;

    async function record(trx: TenantTransaction, question: string): Promise<Document> {
      const knowledgeBase =
        body.knowledgeBaseId === undefined
          ? await findDefaultKnowledgeBase(trx)
          : await findKnowledgeBase(trx, body.knowledgeBaseId);
      return recordPairs(trx, context, tenantId, {
        documentId: uuidv7(),
        knowledgeBaseId: found(knowledgeBase).id,
        name: question.replaceAll(/\s+/g, " ").slice(0, longestName).toWellFormed(),
        pairs: [{ question, answer: body.answer }],
      });
    }
  },
);

/** The document that the question became, unless that is gone. */
async function findAnswer(trx: TenantTransaction, documentId: string | null): Promise<Document | undefined> {
  const row = documentId === null ? undefined : await findDocument(trx, documentId);
  return row?.status === "deleting" ? undefined : row;
}
