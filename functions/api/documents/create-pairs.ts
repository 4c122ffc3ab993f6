import { z } from "@hono/zod-openapi";
import { v7 as uuidv7 } from "uuid";
import { recordDocument } from "../../../shared/db/documents.ts";
import { findKnowledgeBase } from "../../../shared/db/knowledge-bases.ts";
import { documentObjectName } from "../../../shared/domain/knowledge/document-object-name.ts";
import { audit } from "../http/audit.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams, isCleanText, text } from "../http/schemas.ts";
import { ownTenant } from "../knowledge/own-tenant.ts";
import { documentSchema, presentDocument } from "./document-schema.ts";

const answer = z.string().trim().min(1).max(5_000).refine(isCleanText, "must not hold control characters");

export const createPairs = defineRoute(
  {
    method: "post",
    path: "/knowledge-bases/{id}/pairs",
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
    const documentId = uuidv7();
    const name = `${body.name}.json`;
    const objectName = documentObjectName({ tenantId, documentId, fileName: name });
    const bytes = Buffer.from(JSON.stringify(body.pairs));
    const reply = await context.write(tenantId, async (trx) => {
      const row = await recordDocument(trx, {
        documentId,
        knowledgeBaseId: params.id,
        name,
        bucket: services.config.DOCUMENTS_BUCKET,
        objectName,
        contentType: "application/json",
        sizeBytes: bytes.length,
        source: "pairs",
      });
      const after = presentDocument(row);
      const entry = { action: "document.create", subjectType: "document", subjectId: documentId, after };
      await audit(trx, context, tenantId, entry);
      return { body: after, location: `/documents/${documentId}` };
    });
    // After the row, whose knowledge base counts; an object that is never written leaves a document to delete.
    await services.objects.write(objectName, streamOf(bytes), "application/json");
    return reply;
  },
);

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
