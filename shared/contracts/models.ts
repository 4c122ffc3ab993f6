import { z } from "zod";

/**
 * What services take in a request for models of a family, and refuse otherwise. `compatible` is any other server that speaks
 * OpenAI's API; what it takes beyond the common part is found out by asking.
 */
export const modelFamilies = {
  /** GPT-4o and GPT-4.1. */
  "gpt-4": {
    reasoningEfforts: [],
    tokenLimits: ["max_completion_tokens", "max_tokens"],
    notWhileReasoning: [],
  },
  /**
   * Reasons by default. https://developers.openai.com/api/docs/guides/deployment-checklist (read on 30 November 2026):
   * unless it is told not to reason, it takes no sampling, and no tools in Chat Completions.
   */
  "gpt-6": {
    reasoningEfforts: ["none", "low", "medium", "high", "xhigh", "max"],
    tokenLimits: ["max_completion_tokens"],
    notWhileReasoning: ["temperature", "top_p", "logprobs", "top_logprobs", "tools"],
  },
  embedding: { reasoningEfforts: [], tokenLimits: [], notWhileReasoning: [] },
  /** Whisper and the GPT-4o transcription models: at most one language is named beforehand. */
  "gpt-4-transcription": { reasoningEfforts: [], tokenLimits: [], notWhileReasoning: [] },
  /** Names the languages that it heard. */
  "gpt-transcription": { reasoningEfforts: [], tokenLimits: [], notWhileReasoning: [] },
  compatible: {
    reasoningEfforts: [],
    tokenLimits: ["max_completion_tokens", "max_tokens"],
    notWhileReasoning: [],
  },
} as const satisfies Record<string, ModelFamily>;

export type ModelFamily = {
  /** Without any, the family does not reason and refuses to be asked for it. */
  reasoningEfforts: readonly string[];
  /** The names of the limit of a reply's tokens that it knows. */
  tokenLimits: readonly ("max_completion_tokens" | "max_tokens")[];
  /** What it refuses unless its effort is `none`. */
  notWhileReasoning: readonly string[];
};

const day = z.iso.date();
const name = z.string().min(1).max(200);
const dollars = z.number().nonnegative();

/** What has to be known of a model before anything is asked of it. */
export const modelDeclaration = z.strictObject({
  kind: z.enum(["chat", "embedding", "transcription"]),
  family: z.enum(Object.keys(modelFamilies) as [keyof typeof modelFamilies]).default("compatible"),
  /** With which it is asked, where its family reasons. */
  reasoningEffort: z.string().optional(),
  /** List prices in US dollars: of a million tokens, or of a minute of speech. */
  price: z
    .strictObject({
      inputMillion: dollars.optional(),
      cachedInputMillion: dollars.optional(),
      outputMillion: dollars.optional(),
      minute: dollars.optional(),
    })
    .default({}),
  limits: z
    .strictObject({
      contextTokens: z.int().positive().optional(),
      outputTokens: z.int().positive().optional(),
      fileBytes: z.int().positive().optional(),
    })
    .default({}),
  /** The first day (UTC) on which the service refuses it, as far as announced. */
  endsOn: day.optional(),
  /** Asked in its place from that day on. */
  successor: name.optional(),
  /** Where this stands, and the day on which somebody looked. */
  source: z.string().default("the operator's configuration"),
  checkedOn: day.optional(),
});

export type ModelDeclaration = z.output<typeof modelDeclaration>;
export type ModelKind = ModelDeclaration["kind"];

const deprecations = "https://developers.openai.com/api/docs/deprecations";
const checkedOn = "2026-11-30";
const notes = "the project's notes of November 2026";

/** The models that may be chosen, beside those that the operator declares in `LLM_MODELS`. */
export const declaredModels: Readonly<Record<string, ModelDeclaration>> = {
  "gpt-6-luna": {
    kind: "chat",
    family: "gpt-6",
    // Where OpenAI advises to start from GPT-4: https://help.openai.com/en/articles/20001600-migrating-from-gpt-4x-to-gpt-6-luna
    reasoningEffort: "none",
    price: { inputMillion: 0.1, cachedInputMillion: 0.01, outputMillion: 0.5 },
    limits: { contextTokens: 1_050_000, outputTokens: 128_000 },
    source: "https://developers.openai.com/api/docs/models/gpt-6-luna",
    checkedOn,
  },
  "gpt-4.1-mini": {
    kind: "chat",
    family: "gpt-4",
    price: { inputMillion: 0.4, cachedInputMillion: 0.1, outputMillion: 1.6 },
    limits: { contextTokens: 1_047_576, outputTokens: 32_768 },
    endsOn: "2027-01-14",
    successor: "gpt-6-luna",
    source: deprecations,
    checkedOn,
  },
  "gpt-4o-mini": {
    kind: "chat",
    family: "gpt-4",
    price: { inputMillion: 0.15, cachedInputMillion: 0.075, outputMillion: 0.6 },
    limits: { contextTokens: 128_000, outputTokens: 16_384 },
    endsOn: "2027-01-14",
    successor: "gpt-6-luna",
    source: deprecations,
    checkedOn,
  },
  "text-embedding-3-small": {
    kind: "embedding",
    family: "embedding",
    price: { inputMillion: 0.02 },
    limits: { contextTokens: 8_192 },
    source: notes,
  },
  "text-embedding-3-large": {
    kind: "embedding",
    family: "embedding",
    price: { inputMillion: 0.13 },
    limits: { contextTokens: 8_192 },
    source: notes,
  },
  "gpt-transcribe": {
    kind: "transcription",
    family: "gpt-transcription",
    price: { minute: 0.0045 },
    limits: { fileBytes: 25_000_000 },
    source: "https://developers.openai.com/api/docs/models/gpt-transcribe",
    checkedOn,
  },
  "gpt-4o-mini-transcribe": transcriptionUntil2027(0.003),
  "gpt-4o-transcribe": transcriptionUntil2027(0.006),
  "whisper-1": transcriptionUntil2027(0.006),
};

/** The generation of transcription models that ends together; its prices are from the project's notes. */
function transcriptionUntil2027(minute: number): ModelDeclaration {
  return {
    kind: "transcription",
    family: "gpt-4-transcription",
    price: { minute },
    limits: { fileBytes: 25_000_000 },
    endsOn: "2027-02-26",
    successor: "gpt-transcribe",
    source: deprecations,
    checkedOn,
  };
}
