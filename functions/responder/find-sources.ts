import { querySparseVector } from "../../shared/domain/knowledge/sparse-vector.ts";
import type { Source } from "../../shared/domain/reply/prompt.ts";
import { listAnsweringGenerations } from "../../shared/db/documents.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import type { Services } from "../../shared/runtime/services.ts";

const shownSources = 6;
/** More than are shown, for a document that is just being read again has chunks that do not answer yet. */
const soughtSources = 18;

/** The passages of the tenant's documents nearest to the question, best first. */
export async function findSources(
  tenantId: string,
  question: string,
  language: string | undefined,
  { db, llm, vectors }: Pick<Services<"responder">, "db" | "llm" | "vectors">,
): Promise<{ sources: Source[]; tokens: number }> {
  const { vectors: embedded, tokens } = await llm.embed([question]);
  const dense = embedded[0];
  if (dense === undefined) throw new Error("the embedding service gave no vector");
  const sparse = querySparseVector(question, language === undefined ? {} : { language });
  const found = await vectors.searchChunks({ tenantId, dense, sparse, limit: soughtSources });
  const documentIds = [...new Set(found.map((chunk) => chunk.documentId))];
  const answering = await inTenant(db, tenantId, async (trx) => listAnsweringGenerations(trx, documentIds));
  const sources = found
    .flatMap((chunk) => {
      const document = answering.get(chunk.documentId);
      return document?.generation === chunk.generation ? [{ chunk, title: document.name }] : [];
    })
    .slice(0, shownSources)
    .map(({ chunk, title }, index) => ({
      id: index + 1,
      chunkId: chunk.id,
      documentId: chunk.documentId,
      title,
      ...(chunk.heading === undefined ? {} : { heading: chunk.heading }),
      ...(chunk.page === undefined ? {} : { page: chunk.page }),
      text: chunk.text,
    }));
  return { sources, tokens };
}
