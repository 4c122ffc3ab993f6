import { z } from "@hono/zod-openapi";
import { v7 as uuidv7 } from "uuid";
import { recordDocument } from "../../../shared/knowledge/queries/documents.ts";
import { findKnowledgeBase } from "../../../shared/knowledge/queries/knowledge-bases.ts";
import { isReadableName, unreadableFile } from "../../../shared/knowledge/rules/readable-files.ts";
import { documentObjectName } from "../../../shared/knowledge/rules/document-object-name.ts";
import { requireCapacity } from "../billing/require-capacity.ts";
import { audit } from "../http/audit.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams, text } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { documentSchema, presentDocument } from "./document-schema.ts";

const maxDocumentBytes = 50 * 1024 * 1024;

export const createDocument = defineRoute(
  {
    method: "post",
    path: "/knowledge-bases/{id}/documents",
    operation: "createDocument",
    permission: "knowledge:write",
    tag: "Documents",
    summary: "Add a document",
    description:
      "Upload the file to `uploadUrl`, straight to the bucket: a session of Cloud Storage's resumable uploads, good for a week, for a file of " +
      "exactly this size and type. It is read as soon as it is there.",
    status: 201,
    params: idParams,
    body: z.object({
      name: text(200).refine(isReadableName, unreadableFile).openapi({ example: "prices.pdf" }),
      contentType: z
        .string()
        .regex(/^[\w.+-]{1,100}\/[\w.+-]{1,100}$/)
        .openapi({ example: "application/pdf" }),
      sizeBytes: z.int().min(1).max(maxDocumentBytes),
    }),
    reply: documentSchema.extend({ uploadUrl: z.string() }).openapi("NewDocument"),
  },
  async (context) => {
    const { principal, params, body, origin, services } = context;
    const tenantId = ownTenant(principal);
    await context.read(tenantId, async (trx) => found(await findKnowledgeBase(trx, params.id)));
    const documentId = uuidv7();
    const objectName = documentObjectName({ tenantId, documentId, fileName: body.name });
    const uploadUrl = await services.objects.startUpload(objectName, { ...body, origin });
    return context.write(tenantId, async ({ trx }) => {
      await requireCapacity(trx, context, tenantId, { documents: 1, storageBytes: body.sizeBytes });
      const row = await recordDocument(trx, {
        ...body,
        documentId,
        knowledgeBaseId: params.id,
        bucket: services.config.DOCUMENTS_BUCKET,
        objectName,
        source: "upload",
      });
      const after = presentDocument(row);
      const entry = { action: "document.create", subjectType: "document", subjectId: documentId, after };
      await audit(trx, context, tenantId, entry);
      return { body: { ...after, uploadUrl }, location: `/documents/${documentId}` };
    });
  },
);
