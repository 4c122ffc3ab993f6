import { chooseFusion } from "../domain/knowledge/choose-fusion.ts";
import { querySparseVector } from "../domain/knowledge/sparse-vector.ts";
import type { ScoredChunk } from "../clients/vectors.ts";
import { listAnsweringGenerations } from "../db/documents.ts";
import { inTenant } from "../db/tenant-scope.ts";
import type { Services } from "./services.ts";

export type FoundPassage = ScoredChunk & { title: string };

/** Puts the passages found into a better order; a step that may be left out. */
type Rerank = (question: string, found: readonly FoundPassage[]) => Promise<FoundPassage[]>;

type Search = {
  tenantId: string;
  question: string;
  /** Of the documents; the question's words are cut to their stems as theirs were. */
  language?: string | undefined;
  /** Absent: all of the tenant's. */
  knowledgeBaseIds?: readonly string[] | undefined;
  limit: number;
  rerank?: Rerank | undefined;
};

type Searching = Pick<Services<"responder">, "db" | "llm" | "vectors"> & {
  config: { OPENAI_EMBEDDING_MODEL: string };
};

/** More are sought than wanted, for a document that is just being read again has chunks that do not answer yet. */
const soughtPerWanted = 3;

/**
 * The passages of the tenant's documents nearest to the question, best first, of the readings that answer. The rankings are
 * fused as fits the embedding model and the language; where the words decide alone nothing is embedded.
 */
export async function searchKnowledge(
  { tenantId, question, language, knowledgeBaseIds, limit, rerank }: Search,
  { db, llm, vectors, config }: Searching,
): Promise<{ found: FoundPassage[]; tokens: number }> {
  const fusion = chooseFusion(config.OPENAI_EMBEDDING_MODEL, language);
  const embedded = fusion.method === "words" ? { vectors: [[]], tokens: 0 } : await llm.embed([question]);
  const dense = embedded.vectors[0];
  if (dense === undefined) throw new Error("the embedding service gave no vector");
  const sparse = querySparseVector(question, language === undefined ? {} : { language });
  const chunks = await vectors.searchChunks({
    tenantId,
    knowledgeBaseIds,
    dense,
    sparse,
    limit: limit * soughtPerWanted,
    fusion,
  });
  const documentIds = [...new Set(chunks.map((chunk) => chunk.documentId))];
  const answering = await inTenant(db, tenantId, async (trx) => listAnsweringGenerations(trx, documentIds));
  const passages = chunks.flatMap((chunk) => {
    const document = answering.get(chunk.documentId);
    return document?.generation === chunk.generation ? [{ ...chunk, title: document.name }] : [];
  });
  const ranked = rerank === undefined ? passages : await rerank(question, passages);
  return { found: ranked.slice(0, limit), tokens: embedded.tokens };
}
