import { applyRanking } from "./rules/apply-ranking.ts";
import type { Reranker } from "../llm/rerank.ts";
import type { Log } from "../runtime/log.ts";

/**
 * Puts the passages of a search into a better order, where a service for that is configured. Without its answer they stay as
 * they were: an answer never waits or fails for it.
 */
export async function rerankPassages<
  Passage extends { title: string; heading?: string | undefined; text: string; score: number },
>(
  question: string,
  passages: Passage[],
  { reranker, log }: { reranker: Reranker | undefined; log: Log },
  signal?: AbortSignal,
): Promise<Passage[]> {
  if (reranker === undefined || passages.length < 2) return passages;
  try {
    const texts = passages.map(({ title, heading, text }) =>
      [title, heading, text].filter(Boolean).join("\n"),
    );
    return applyRanking(passages, await reranker.rank(question, texts, signal));
  } catch (error) {
    log.warn("passages stay in the order of the search", { error });
    return passages;
  }
}
