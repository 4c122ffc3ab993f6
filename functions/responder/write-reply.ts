import { randomUUID } from "node:crypto";
import { answerSchema } from "../../shared/domain/reply/answer-schema.ts";
import { readLlmSettings } from "../../shared/domain/reply/llm-settings.ts";
import { noticeText } from "../../shared/domain/reply/notices.ts";
import { planReply, type ReplyPlan } from "../../shared/domain/reply/plan-reply.ts";
import { buildPrompt, promptVersion } from "../../shared/domain/reply/prompt.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { findSources } from "./find-sources.ts";
import type { Situation } from "./load-situation.ts";

export type Reply = ReplyPlan & {
  tokens: { in: number; out: number; embedding: number };
  /** Kept with the answer, so that one can see how it came about. */
  trace?: unknown;
};

const noTokens = { in: 0, out: 0, embedding: 0 };

/** The answer from the tenant's documents, or the reason to hand over. Throws when the model or the search fails. */
export async function writeReply(
  tenantId: string,
  situation: Situation,
  services: Pick<Services<"responder">, "db" | "llm" | "vectors" | "config" | "now">,
): Promise<Reply> {
  const { question } = situation;
  if (question === undefined)
    return { text: notice("unreadable", situation), citations: [], tokens: noTokens };
  const startedAt = services.now();
  const { OPENAI_FALLBACK_MODEL: fallbackModel, LLM_DAILY_TOKENS: dailyTokenLimit } = services.config;
  const settings = readLlmSettings(situation.llmConfig, { dailyTokenLimit });
  if (situation.spentTokens >= settings.dailyTokenLimit) return overLimit(situation);
  const found = await findSources(tenantId, question, situation, services);
  const canary = randomUUID();
  const messages = buildPrompt({ ...situation, sources: found.sources, canary });
  const completion = await services.llm.complete({
    messages,
    schema: answerSchema,
    schemaName: "answer",
    maxTokens: settings.maxTokens,
    temperature: settings.temperature,
    model: settings.model,
    fallbackModel,
  });
  const plan = planReply(completion.value, {
    sources: found.sources,
    question,
    handoffText: notice("handoff", situation),
    language: situation.language,
    canary,
  });
  return {
    ...plan,
    tokens: { in: completion.tokensIn, out: completion.tokensOut, embedding: found.tokens },
    trace: {
      promptVersion,
      model: completion.model,
      kind: completion.value.kind,
      sources: found.sources.map(({ chunkId, documentId }) => ({ chunkId, documentId })),
      durationMs: services.now().getTime() - startedAt.getTime(),
    },
  };
}

/** The tenant's answers took all that they may in a day: a human goes on. */
function overLimit(situation: Situation): Reply {
  return {
    text: notice("technical", situation),
    citations: [],
    handoff: { reason: "spend-limit", summary: "The day's limit of tokens for answers is reached." },
    tokens: noTokens,
  };
}

/** What the customer is told when no answer can be written. */
export function technicalReply(situation: Situation): Reply {
  return {
    text: notice("technical", situation),
    citations: [],
    handoff: {
      reason: "technical",
      summary: "The answer could not be written: the model or the search did not work.",
    },
    tokens: noTokens,
  };
}

function notice(which: "technical" | "unreadable" | "handoff", { llmConfig, language }: Situation): string {
  return noticeText(which, { llmConfig, language });
}
