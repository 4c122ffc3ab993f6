import { randomUUID } from "node:crypto";
import type { Llm } from "../../shared/llm/llm.ts";
import type { Vectors } from "../../shared/knowledge/vectors/vectors.ts";
import { chooseFusion, type Fusion } from "../../shared/knowledge/rules/choose-fusion.ts";
import { followUpContext } from "../../shared/knowledge/rules/follow-up-context.ts";
import {
  countWords,
  documentSparseVector,
  querySparseVector,
} from "../../shared/knowledge/rules/sparse-vector.ts";
import { embedQuestion } from "../../shared/knowledge/embed-question.ts";
import { mean, ndcgAt10, recallAt5 } from "./figures.ts";
import { type EvalPassage, loadPassages } from "./load-passages.ts";
import type { EvalQuestion } from "./load-questions.ts";

export type RetrievalFigures = { ndcg: number; recall: number };
export type EvalTenant = { tenantId: string; language: string; passages: Map<string, EvalPassage> };

/** A tenant of its own for the language's documents. */
export async function storePassages(language: string, llm: Llm, vectors: Vectors): Promise<EvalTenant> {
  const tenantId = randomUUID();
  const passages = await loadPassages(language);
  const averageLength = mean(passages.map(({ words }) => countWords(words)));
  const { vectors: dense } = await llm.embed(passages.map(({ embedded }) => embedded));
  const points = passages.map((passage, at) => ({
    id: randomUUID(),
    tenantId,
    knowledgeBaseId: tenantId,
    documentId: tenantId,
    generation: 1,
    index: at,
    text: passage.text,
    heading: passage.heading,
    dense: dense[at] ?? [],
    sparse: documentSparseVector(passage.words, { averageLength, language }),
  }));
  await vectors.upsertChunks(points);
  const byId = new Map<string, EvalPassage>();
  for (const [at, passage] of passages.entries()) byId.set(points[at]?.id ?? "", passage);
  return { tenantId, language, passages: byId };
}

/** The figures of each way to search, over all questions that have an answer. */
export async function evalRetrieval(
  { tenantId, language, passages }: EvalTenant,
  questions: readonly EvalQuestion[],
  embeddingModel: string,
  llm: Llm,
  vectors: Vectors,
): Promise<Record<string, RetrievalFigures>> {
  const ways: Record<string, Fusion> = {
    "BM25 alone": { method: "words" },
    "dense alone": { method: "meaning" },
    "rrf, k = 2": { method: "rrf", k: 2 },
    "rrf, words 2 : 1": { method: "rrf", k: 2, sparseWeight: 2 },
    dbsf: { method: "dbsf" },
    fused: chooseFusion(embeddingModel, language),
  };
  const asked = questions.filter((one) => one.language === language && one.entries.length > 0);
  const searches = await Promise.all(
    asked.map(async ({ question, before, entries }) => {
      const context = followUpContext(question, before.at(-2));
      const { vector: dense } = await embedQuestion({ question, context }, llm);
      return { dense, sparse: querySparseVector(question, { language, context }), entries };
    }),
  );
  const figures: Record<string, RetrievalFigures> = {};
  for (const [way, fusion] of Object.entries(ways)) {
    const scores: RetrievalFigures[] = [];
    for (const { entries, ...search } of searches) {
      const found = await vectors.searchChunks({ tenantId, ...search, limit: 20, fusion });
      const ranked = found.map(({ id }) => passages.get(id)?.entry ?? "");
      scores.push({ ndcg: ndcgAt10(ranked, entries), recall: recallAt5(ranked, entries) });
    }
    figures[way] = {
      ndcg: mean(scores.map(({ ndcg }) => ndcg)),
      recall: mean(scores.map(({ recall }) => recall)),
    };
  }
  return figures;
}
