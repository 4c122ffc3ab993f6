import { chooseFusion } from "./rules/choose-fusion.ts";
import { querySparseVector } from "./rules/sparse-vector.ts";
import type { ScoredChunk } from "./vectors/vectors.ts";
import { embedQuestion } from "./embed-question.ts";
import { listAnsweringGenerations } from "./queries/documents.ts";
import { inTenant } from "../db/tenant-scope.ts";
import { rerankPassages } from "./rerank-passages.ts";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.d.ts";
import type { Llm } from "../llm/llm.ts";
import type { Reranker } from "../llm/rerank.ts";
import type { Log } from "../runtime/log.ts";
import type { Vectors } from "./vectors/vectors.ts";

export type FoundPassage = ScoredChunk & { title: string };

type Search = {
  tenantId: string;
  question: string;
  /** The question before it, where this one leans on it (`followUpContext`). */
  context?: string | undefined;
  /** Of the documents; the question's words are cut to their stems as theirs were. */
  language?: string | undefined;
  /** Absent: all of the tenant's. */
  knowledgeBaseIds?: readonly string[] | undefined;
  limit: number;
  signal?: AbortSignal | undefined;
};

export type Searching = {
  db: Kysely<Database>;
  llm: Llm;
  vectors: Vectors;
  reranker: Reranker | undefined;
  log: Log;
  config: { OPENAI_EMBEDDING_MODEL: string };
};

/** More are sought than wanted, for a document that is just being read again has chunks that do not answer yet. */
const soughtPerWanted = 3;

/**
 * The passages of the tenant's documents nearest to the question, best first, of the readings that answer. The rankings are
 * fused as fits the embedding model and the language, then ranked anew where a service for that is configured; where the
 * words decide alone nothing is embedded.
 */
export async function searchKnowledge(
  { tenantId, question, context, language, knowledgeBaseIds, limit, signal }: Search,
  { db, llm, vectors, reranker, log, config }: Searching,
): Promise<{ found: FoundPassage[]; tokens: number }> {
  const fusion = chooseFusion(config.OPENAI_EMBEDDING_MODEL, language);
  const nothing = { vector: [], tokens: 0 };
  const embedded =
    fusion.method === "words" ? nothing : await embedQuestion({ question, context, signal }, llm);
  const sparse = querySparseVector(question, { context, ...(language === undefined ? {} : { language }) });
  const chunks = await vectors.searchChunks({
    tenantId,
    knowledgeBaseIds,
    dense: embedded.vector,
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
  const asked = context === undefined ? question : `${context}\n${question}`;
  const ranked = await rerankPassages(asked, passages, { reranker, log }, signal);
  return { found: ranked.slice(0, limit), tokens: embedded.tokens };
}
