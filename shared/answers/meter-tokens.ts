import type { Tokens } from "./rules/answer-trace.ts";
import { addLlmSpend } from "./queries/llm-spend.ts";
import type { Work } from "../runtime/work.ts";

/** Counts what an answer took, for the plan and against the day's limit. `subjectId` is what makes it count once. */
export async function meterTokens(
  work: Work,
  used: { tokens: Tokens; subjectId: string; outletId?: string | undefined; at: Date },
): Promise<void> {
  const { tokens, subjectId, outletId, at } = used;
  const meters = {
    "llm.tokens.in": tokens.in,
    "llm.tokens.out": tokens.out,
    "embedding.tokens": tokens.embedding,
  };
  for (const [meter, quantity] of Object.entries(meters)) {
    if (quantity === 0) continue;
    work.emit("usage.recorded", {
      meter,
      quantity,
      subjectId,
      ...(outletId === undefined ? {} : { outletId }),
    });
  }
  await addLlmSpend(work.trx, at, tokens.in + tokens.out);
}
