import { setTimeout as sleep } from "node:timers/promises";
import { type Llm, LlmUnavailable } from "../../shared/llm/llm.ts";
import { Retry } from "../../shared/runtime/errors.ts";

const attempts = 4;
const firstWaitMs = 500;
const longestWaitMs = 20_000;

/**
 * Embeds the texts, waiting out a service that is busy: as long as it asks for, else twice as long each time. Throws `Retry`
 * when it stays so, for the same work is then done at the event's next delivery.
 */
export async function embedPatiently(
  llm: Pick<Llm, "embed">,
  texts: readonly string[],
): Promise<{ vectors: number[][]; tokens: number }> {
  if (texts.length === 0) return { vectors: [], tokens: 0 };
  for (let attempt = 1; ; attempt++) {
    try {
      return await llm.embed(texts);
    } catch (error) {
      if (!(error instanceof LlmUnavailable)) throw error;
      if (attempt >= attempts)
        throw new Retry("embedding-unavailable", "the embedding service cannot be reached", { cause: error });
      const waitMs = error.retryAfterMs ?? firstWaitMs * 2 ** (attempt - 1) * (0.5 + Math.random());
      await sleep(Math.min(waitMs, longestWaitMs));
    }
  }
}
