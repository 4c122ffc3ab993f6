import type { Asked, Answered } from "./answered.ts";
import { randomUUID } from "node:crypto";
import { answerSchema } from "./rules/answer-schema.ts";
import { describeDecision, type WrittenTrace } from "./rules/answer-trace.ts";
import { checkAnswer } from "./rules/check-answer.ts";
import { draftText } from "./rules/draft-text.ts";
import { type LlmSettings, readLlmSettings } from "./rules/llm-settings.ts";
import { noticeText, ownNoticeText } from "../conversations/rules/notices.ts";
import { planReply } from "./rules/plan-reply.ts";
import { buildPrompt, promptVersion } from "./rules/prompt.ts";
import { asksForPerson, asksWhetherBot, claimsToBeHuman } from "./rules/about-the-bot.ts";
import { spokenLanguage } from "../conversations/rules/spoken-language.ts";
import { chooseLanguage } from "../conversations/rules/words/words-in.ts";
import { botAnswer } from "./bot-answer.ts";
import { type Choosing, findLivingModels } from "./living-models.ts";
import { findSources, type FoundSource } from "./find-sources.ts";
import { noticeAnswer } from "./notice-answer.ts";
import type { Searching } from "../knowledge/search-knowledge.ts";
import { startSpending, type Spending } from "./unfinished-answer.ts";
import type { Config } from "../runtime/config.ts";

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
  if (asksWhetherBot(asked.question)) return botAnswer(asked);
  if (asksForPerson(asked.question)) {
    const summary = "The customer asks for a person.";
    return noticeAnswer("askedForHuman", asked, {
      code: "asked-for-human",
      reason: "asked-for-human",
      summary,
    });
  }
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
  const spoken = spokenLanguage(asked);
  const messages = buildPrompt({ ...asked, sources, canary });
  const given = {
    ...asked,
    sources,
    handoffText: noticeText("handoff", { ...asked, language: spoken }),
    canary,
  };
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
  if (claimsToBeHuman(value.answer)) return botAnswer(asked, tokens);
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
  const isOwnText =
    plan.text === given.handoffText && ownNoticeText("handoff", asked.llmConfig) !== undefined;
  return { ...plan, spoken: chooseLanguage(value.language, spoken), isOwnText, tokens, trace };
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
