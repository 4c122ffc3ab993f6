import type { Tokens } from "./rules/answer-trace.ts";
import { addLlmSpend } from "./queries/llm-spend.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import type { Emit } from "../runtime/commit-and-publish.ts";

/** Counts what an answer took, for the plan and against the day's limit. `subjectId` is what makes it count once. */
export async function meterTokens(
  trx: TenantTransaction,
  emit: Emit,
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
    emit("usage.recorded", { meter, quantity, subjectId, ...(outletId === undefined ? {} : { outletId }) });
  }
  await addLlmSpend(trx, at, tokens.in + tokens.out);
}
