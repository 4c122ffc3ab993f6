import { findDocument } from "../../shared/knowledge/queries/documents.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import type { IngesterServices } from "./services.ts";

/**
 * Removes the document's chunks that will never answer: all of a document that is gone or going, else those older than
 * what answers. Newer ones may be another delivery's that is just writing them.
 */
export async function removeUnusedChunks(
  tenantId: string,
  documentId: string,
  { db, vectors }: Pick<IngesterServices, "db" | "vectors">,
): Promise<void> {
  const document = await inTenant(db, tenantId, async (trx) => findDocument(trx, documentId));
  const isGone = document === undefined || document.status === "deleting";
  await vectors.deleteChunks({
    tenantId,
    documentId,
    ...(isGone ? {} : { beforeGeneration: document.generation }),
  });
}
