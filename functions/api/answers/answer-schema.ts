import { z } from "@hono/zod-openapi";
import { handoffCodes } from "../../../shared/conversations/rules/handoff-code.ts";
import type { Tokens } from "../../../shared/answers/rules/answer-trace.ts";
import type { Answered } from "../../../shared/answers/answered.ts";
import { problemSchema } from "../http/problem-schema.ts";
import { id, text } from "../http/schemas.ts";
import { llmTone } from "../tenants/tenant-schema.ts";

export const questionSchema = z.object({
  question: text(2_000).openapi({ example: "How much is delivery to Bandung?" }),
  turns: z
    .array(z.object({ role: z.enum(["customer", "business"]), text: text(4_096) }))
    .max(16)
    .default([])
    .openapi({ description: "What was said before, oldest first" }),
  outletId: id.optional().openapi({ description: "Answers from the knowledge bases of this outlet" }),
  knowledgeBaseIds: z.array(id).min(1).max(50).optional().openapi({
    description: "Answers from these, whatever the outlet's are; from all when neither is given",
  }),
  tone: llmTone.optional().openapi({ description: "In place of parts of the tenant's tone" }),
});

const citations = z.array(
  z
    .object({ chunkId: id, documentId: id, title: z.string(), page: z.int().nullable() })
    .openapi("AnswerCitation"),
);
export const usage = z
  .object({ tokensIn: z.int(), tokensOut: z.int(), tokensEmbedding: z.int() })
  .openapi("AnswerUsage");
export const decision = z
  .object({
    kind: z.enum(["answer", "smalltalk", "clarify", "abstain", "handoff", "notice"]).openapi({
      description:
        "`abstain`: the knowledge does not hold it; `handoff`: the answer did not pass its checks; `notice`: no model was asked",
    }),
    reason: z.string().nullable(),
  })
  .openapi("AnswerDecision");
const handoff = z
  .object({ code: z.enum(handoffCodes), reason: z.string(), summary: z.string().nullable() })
  .nullable()
  .openapi({ description: "Present when the conversation would go to a human" });

export const answerSchema = z
  .object({ id, text: z.string(), citations, decision, handoff, usage })
  .openapi("TriedAnswer");

const piece = z.object({ text: z.string() });

/** By which an answer is told, in this order. */
export const answerEvents = {
  token: piece.openapi({
    description: "The next of the answer: whole sentences that have passed the checks",
  }),
  replaced: piece.openapi({
    description:
      "What a customer would get instead of everything shown so far: a later sentence did not pass the checks. Rare",
  }),
  citations: z.object({ citations }),
  usage,
  done: z.object({ id, decision, handoff }).openapi({ description: "The answer is whole, kept and counted" }),
  error: problemSchema.openapi({ description: "In place of all that would follow" }),
};

export function presentAnswer(answerId: string, answered: Answered): z.output<typeof answerSchema> {
  const { kind, reason } = answered.trace.decision;
  return {
    id: answerId,
    text: answered.text,
    citations: answered.citations.map(({ page, ...one }) => ({ ...one, page: page ?? null })),
    decision: { kind, reason: reason ?? null },
    handoff:
      answered.handoff === undefined
        ? null
        : { ...answered.handoff, summary: answered.handoff.summary ?? null },
    usage: presentUsage(answered.tokens),
  };
}

export function presentUsage(tokens: Tokens): z.output<typeof usage> {
  return { tokensIn: tokens.in, tokensOut: tokens.out, tokensEmbedding: tokens.embedding };
}
