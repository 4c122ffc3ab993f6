import { recordDocument } from "../../../shared/knowledge/queries/documents.ts";
import type { Document } from "../../../shared/db/schema.d.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { documentObjectName } from "../../../shared/knowledge/rules/document-object-name.ts";
import { requireCapacity } from "../billing/require-capacity.ts";
import { audit } from "../http/audit.ts";
import type { RouteContext } from "../http/route.ts";
import { presentDocument } from "./document-schema.ts";

type Pairs = readonly { question: string; answer: string }[];

/** The row of a document of questions with their answers; `writePairs` comes after its commit. */
export async function recordPairs(
  trx: TenantTransaction,
  context: RouteContext,
  tenantId: string,
  document: { documentId: string; knowledgeBaseId: string; name: string; pairs: Pairs },
): Promise<Document> {
  const { documentId, knowledgeBaseId, pairs } = document;
  const name = `${document.name}.json`;
  const sizeBytes = bytesOf(pairs).length;
  await requireCapacity(trx, context, tenantId, { documents: 1, storageBytes: sizeBytes });
  const row = await recordDocument(trx, {
    documentId,
    knowledgeBaseId,
    name,
    bucket: context.services.config.DOCUMENTS_BUCKET,
    objectName: documentObjectName({ tenantId, documentId, fileName: name }),
    contentType: "application/json",
    sizeBytes,
    source: "pairs",
  });
  const after = presentDocument(row);
  const entry = { action: "document.create", subjectType: "document", subjectId: documentId, after };
  await audit(trx, context, tenantId, entry);
  return row;
}

/**
 * Gives the pairs to the ingester. After the row, whose knowledge base counts; an object that is never written leaves a
 * document to delete.
 */
export async function writePairs(
  { objects }: RouteContext["services"],
  objectName: string,
  pairs: Pairs,
): Promise<void> {
  await objects.write(objectName, streamOf(bytesOf(pairs)), "application/json");
}

function bytesOf(pairs: Pairs): Uint8Array {
  return Buffer.from(JSON.stringify(pairs));
}

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
