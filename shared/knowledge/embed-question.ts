import type { Llm } from "../llm/llm.ts";

type Embedding = { question: string; context?: string | undefined; signal?: AbortSignal | undefined };

/**
 * The vector of a question; of one that leans on another, midway between itself and both together, which share a request.
 * `tokens` is what it took.
 */
export async function embedQuestion(
  { question, context, signal }: Embedding,
  llm: Pick<Llm, "embed">,
): Promise<{ vector: number[]; tokens: number }> {
  const texts = context === undefined ? [question] : [question, `${context}\n${question}`];
  const { vectors, tokens } = await llm.embed(texts, { signal });
  const [own, both = own] = vectors;
  if (own === undefined || both === undefined) throw new Error("the embedding service gave no vector");
  return { vector: own.map((value, at) => (value + (both[at] ?? 0)) / 2), tokens };
}
