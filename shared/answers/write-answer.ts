import { randomUUID } from "node:crypto";
import { answerSchema } from "./rules/answer-schema.ts";
import { type AnswerTrace, describeDecision, type Tokens, type WrittenTrace } from "./rules/answer-trace.ts";
import { checkAnswer } from "./rules/check-answer.ts";
import { draftText } from "./rules/draft-text.ts";
import { type LlmSettings, readLlmSettings } from "./rules/llm-settings.ts";
import { noticeText } from "../conversations/rules/notices.ts";
import { planReply, type ReplyPlan } from "./rules/plan-reply.ts";
import { buildPrompt, promptVersion, type Turn } from "./rules/prompt.ts";
import type { AskedOfTenant } from "./asked-of-tenant.ts";
import { type Choosing, findLivingModels } from "./living-models.ts";
import { findSources, type FoundSource } from "./find-sources.ts";
import { noticeAnswer } from "./notice-answer.ts";
import type { Searching } from "../knowledge/search-knowledge.ts";
import { startSpending, type Spending } from "./unfinished-answer.ts";
import type { Config } from "../runtime/config.ts";

export type Asked = AskedOfTenant & {
  question: string;
  /** The conversation so far, the question at its end. */
  turns: readonly Turn[];
  /** From which is answered; absent: from all. */
  knowledgeBaseIds?: readonly string[];
  /** What the tenant's answers took today, in tokens. */
  spentTokens: number;
};

export type Answered = ReplyPlan & {
  /** A fixed word that is not said twice in a conversation and day: its name. */
  onceADay?: string;
  tokens: Tokens;
  trace: AnswerTrace;
};

type Answering = Searching & Choosing & { config: Config<"LLM_DAILY_TOKENS"> };

type Watching = {
  /** Ends the call of the model at once. */
  signal?: AbortSignal | undefined;
  /** Is told all of the answer that may be shown already, each time that there may be more of it (see `draftText`). */
  onText?: ((text: string) => void) | undefined;
};

/**
 * The one way from a question to what the customer gets: an answer from the tenant's documents, checked, or the reason to
 * hand over. Throws `UnfinishedAnswer` when the model or the search fails, or the signal aborts.
 */
export async function writeAnswer(
  tenantId: string,
  asked: Asked,
  services: Answering,
  watching: Watching = {},
): Promise<Answered> {
  const { LLM_DAILY_TOKENS: dailyTokenLimit } = services.config;
  const settings = readLlmSettings(asked.llmConfig, { dailyTokenLimit });
  if (asked.spentTokens >= settings.dailyTokenLimit) {
    const summary = "The day's limit of tokens for answers is reached.";
    return noticeAnswer("technical", asked, { code: "quota", reason: "spend-limit", summary });
  }
  const spending = startSpending();
  try {
    return await write(tenantId, asked, services, { ...watching, settings, spending });
  } catch (error) {
    throw spending.endUnfinished(error, watching.signal?.aborted === true);
  }
}

async function write(
  tenantId: string,
  asked: Asked,
  services: Answering,
  { settings, spending, signal, onText }: Watching & { settings: LlmSettings; spending: Spending },
): Promise<Answered> {
  const lapMs = startLaps();
  const models = await findLivingModels(services, settings.model);
  const { sources, searchedFor, tokens: embedding } = await findSources(tenantId, asked, services, signal);
  spending.searched(embedding);
  const searchMs = lapMs();
  signal?.throwIfAborted();
  const canary = randomUUID();
  const messages = buildPrompt({ ...asked, sources, canary });
  const given = { ...asked, sources, handoffText: noticeText("handoff", asked), canary };
  spending.asks(messages.map(({ content }) => content).join("\n"));
  const { value, ...completion } = await services.llm.complete({
    messages,
    schema: answerSchema,
    schemaName: "answer",
    maxTokens: settings.maxTokens,
    temperature: settings.temperature,
    ...models,
    signal,
    onText:
      onText === undefined
        ? undefined
        : (json) => {
            spending.hears(json);
            const text = draftText(json, given);
            if (text !== "") onText(text);
          },
  });
  const modelMs = lapMs();
  const check = checkAnswer(value, given);
  const plan = planReply(value, given, check);
  const tokens = { in: completion.tokensIn, out: completion.tokensOut, embedding };
  const trace: WrittenTrace = {
    promptVersion,
    model: completion.model,
    temperature: settings.temperature,
    question: asked.question,
    searchedFor,
    language: value.language,
    retrieved: sources.map((source) => toRetrieved(source, value.citations)),
    tokens,
    steps: { searchMs, modelMs, checkMs: lapMs() },
    check,
    decision: describeDecision(value, check, plan.handoff),
  };
  return { ...plan, tokens, trace };
}

function toRetrieved(
  { id, chunkId, documentId, title, heading, page, score }: FoundSource,
  citations: readonly number[],
): WrittenTrace["retrieved"][number] {
  return {
    chunkId,
    documentId,
    title,
    ...(heading === undefined ? {} : { heading }),
    ...(page === undefined ? {} : { page }),
    score,
    isCited: citations.includes(id),
  };
}

/** Tells at each call how long it is since the last. */
function startLaps(): () => number {
  let lastAt = performance.now();
  return () => {
    const [since, now] = [lastAt, performance.now()];
    lastAt = now;
    return Math.round(now - since);
  };
}
