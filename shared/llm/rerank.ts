import { z } from "zod";
import { defineClient } from "../runtime/client.ts";

export type Reranker = {
  /** The texts' indices, those that answer the question best first. Throws when the service gives no order in time. */
  rank(
    question: string,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<{ index: number; score: number }[]>;
};

export type RerankerOptions = {
  /** What `/rerank` is put behind, as `https://api.jina.ai/v1` or `https://api.cohere.com/v2`. */
  baseUrl: string;
  apiKey: string;
  model: string;
  timeoutMs: number;
};

const reply = z.object({
  results: z.array(z.object({ index: z.int().nonnegative(), relevance_score: z.number() })),
});

/**
 * A service that reads a question together with each text, in the form that Cohere, Jina, vLLM and LiteLLM share. Its errors
 * hold none of what was asked.
 */
export function createReranker({ baseUrl, apiKey, model, timeoutMs }: RerankerOptions): Reranker {
  return {
    async rank(question, texts, signal) {
      const inTime = AbortSignal.timeout(timeoutMs);
      const response = await fetch(`${baseUrl.replace(/\/$/, "")}/rerank`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(apiKey === "" ? {} : { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({ model, query: question, documents: texts, top_n: texts.length }),
        signal: signal === undefined ? inTime : AbortSignal.any([signal, inTime]),
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw new Error(`the reranking service answered ${response.status}`);
      }
      const { results } = reply.parse(await response.json());
      return results.map(({ index, relevance_score: score }) => ({ index, score }));
    },
  };
}

/** The service that ranks what was found; undefined where none is configured. */
export const rerankingModel = defineClient(
  ["RERANK_URL", "RERANK_API_KEY", "RERANK_MODEL", "RERANK_TIMEOUT_MS"],
  (config) =>
    config.RERANK_URL === undefined
      ? undefined
      : createReranker({
          baseUrl: config.RERANK_URL,
          apiKey: config.RERANK_API_KEY,
          model: config.RERANK_MODEL,
          timeoutMs: config.RERANK_TIMEOUT_MS,
        }),
);
