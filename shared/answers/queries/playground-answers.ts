import type { AnswerTrace, Tokens } from "../rules/answer-trace.ts";
import { toJsonb, toStorableText } from "../../db/jsonb.ts";
import type { PlaygroundAnswer } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

type NewPlaygroundAnswer = {
  id: string;
  userId?: string | undefined;
  outletId?: string | undefined;
  question: string;
  outcome: "answered" | "failed" | "canceled";
  answer?: string | undefined;
  citations?: unknown;
  trace?: AnswerTrace | undefined;
  tokens: Tokens;
};

/** Keeps what was tried, whatever came of it, for `KEEP_PLAYGROUND_DAYS`. */
export async function recordPlaygroundAnswer(
  trx: TenantTransaction,
  given: NewPlaygroundAnswer,
): Promise<void> {
  await trx
    .insertInto("playground_answers")
    .values({
      id: given.id,
      user_id: given.userId ?? null,
      outlet_id: given.outletId ?? null,
      question: toStorableText(given.question),
      outcome: given.outcome,
      answer: given.answer === undefined ? null : toStorableText(given.answer),
      citations: given.citations === undefined ? null : toJsonb(given.citations),
      trace: given.trace === undefined ? null : toJsonb(given.trace),
      tokens_in: given.tokens.in,
      tokens_out: given.tokens.out,
      tokens_embedding: given.tokens.embedding,
    })
    .execute();
}

export async function findPlaygroundAnswer(
  trx: TenantTransaction,
  id: string,
): Promise<PlaygroundAnswer | undefined> {
  return trx.selectFrom("playground_answers").selectAll().where("id", "=", id).executeTakeFirst();
}
