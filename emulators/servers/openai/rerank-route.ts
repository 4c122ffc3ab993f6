import { z } from "zod";
import type { Embedder } from "./embedding/create-embedder.ts";
import { parseBody } from "./parse-body.ts";

const request = z.looseObject({
  model: z.string().min(1),
  query: z.string().min(1),
  documents: z.array(z.string().min(1)).min(1).max(1_000),
  top_n: z.int().positive().nullish(),
});

/** `POST /v1/rerank`, in the form of Cohere's and Jina's: by nearness in meaning, best first. OpenAI itself has none. */
export async function rerank(body: unknown, { embed }: Embedder): Promise<unknown> {
  const { model, query, documents, top_n: top } = parseBody(request, body);
  const [asked, ...texts] = await embed([query, ...documents]);
  const results = texts
    .map((text, index) => ({ index, relevance_score: dot(asked ?? text, text) }))
    .toSorted((a, b) => b.relevance_score - a.relevance_score);
  return { model, results: results.slice(0, top ?? results.length) };
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
