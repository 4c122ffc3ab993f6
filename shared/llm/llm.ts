import type { ZodType } from "zod";
import { type ModelCatalog, modelCatalog } from "../contracts/model-catalog.ts";
import { batchTexts } from "./batches.ts";
import { LlmInvalidReply, LlmRejected, LlmUnavailable } from "./errors.ts";
import type { Speech, Transcribed } from "./llm-transcription.ts";
import { createFormMemory, requestIn } from "./form.ts";
import { readOrRepair } from "./repair.ts";
import { defineClient } from "../runtime/client.ts";

export { LlmInvalidReply, LlmRejected, LlmUnavailable } from "./errors.ts";

type LlmMessage = { role: "system" | "user" | "assistant"; content: string };

export type Llm = {
  /** The models of the service, with the day on which each ends where it says so. */
  listModels(options?: { signal?: AbortSignal | undefined }): Promise<{ id: string; endsOn?: string }[]>;
  /** The words of a recording, in its own language. */
  transcribe(speech: Speech & { model: string; signal?: AbortSignal | undefined }): Promise<Transcribed>;
  /** Vectors of the texts, in their order. Texts must not be empty. */
  embed(
    texts: readonly string[],
    options?: { signal?: AbortSignal | undefined },
  ): Promise<{ vectors: number[][]; tokens: number }>;
  /**
   * A reply in the schema's form: by strict structured outputs, or as strictly as the service can. One that is not is asked for
   * once more, then throws `LlmInvalidReply`.
   */
  complete<T>(request: {
    messages: readonly LlmMessage[];
    schema: ZodType<T>;
    schemaName: string;
    maxTokens: number;
    temperature: number;
    /** The service's usual one unless given. */
    model?: string | undefined;
    /** Asked once when the model is away, or not known to the service and without a successor. */
    fallbackModel?: string | undefined;
    /** Asks for the reply piece by piece, and is told all of its text so far; from the start again where a call is repeated. */
    onText?: ((text: string) => void) | undefined;
    signal?: AbortSignal | undefined;
  }): Promise<{ value: T; model: string; tokensIn: number; tokensOut: number }>;
};

export type LlmOptions = {
  /** OpenAI's own when left out. */
  baseUrl?: string | undefined;
  apiKey: string;
  chatModel: string;
  /** What is known of the models; ours unless given. */
  models?: ModelCatalog | undefined;
  embeddingModel: string;
  /** Numbers in an embedding; asked for in every request. */
  embeddingDimensions: number;
  /** For one request, from its start to the end of the body. */
  timeoutMs: number;
  /** How often a request is repeated at once after a broken connection; 1 unless told. */
  maxRetries?: number | undefined;
};

const parallelBatches = 2;

/**
 * Our one client of OpenAI, or of anything that speaks its API. It loads and connects at its first use. Every method throws
 * `LlmUnavailable` (try again later), `LlmRejected` or `LlmInvalidReply`; none of them holds a prompt's or reply's words.
 */
export function createLlm(options: LlmOptions): Llm {
  const { timeoutMs, maxRetries = 1, models: catalog = modelCatalog() } = options;
  let connected: ReturnType<typeof connect> | undefined;
  const connection = async () => (connected ??= connect(options));
  const inFittingForm = createFormMemory();

  async function embedBatch(
    input: string[],
    signal: AbortSignal,
  ): Promise<{ vectors: number[][]; tokens: number }> {
    const { client, callLlm } = await connection();
    const answer = await callLlm({ timeoutMs, maxRetries, signal }, (within) =>
      client.embeddings.create(
        { model: options.embeddingModel, dimensions: options.embeddingDimensions, input },
        { signal: within },
      ),
    );
    const tokens = answer.usage?.prompt_tokens ?? 0;
    const vectors = answer.data.toSorted((a, b) => a.index - b.index).map((item) => item.embedding);
    const isWhole = vectors.length === input.length;
    if (!isWhole || vectors.some((vector) => vector.length !== options.embeddingDimensions)) {
      throw new LlmInvalidReply("vectors", { in: tokens, out: 0 });
    }
    return { vectors, tokens };
  }

  return {
    async listModels({ signal } = {}) {
      const { client, callLlm } = await connection();
      const page = await callLlm({ timeoutMs, maxRetries, signal }, (within) =>
        client.models.list({ signal: within }),
      );
      return page.data.map((model) => {
        // https://developers.openai.com/api/reference/resources/models/methods/list.md; other services leave it out.
        const told = (model as { shutdown_date?: unknown }).shutdown_date;
        const isDay = typeof told === "string" && /^\d{4}-\d{2}-\d{2}$/.test(told);
        return { id: model.id, ...(isDay ? { endsOn: told } : {}) };
      });
    },

    async transcribe({ model, signal, ...speech }) {
      const { client, callLlm, requestTranscription } = await connection();
      return callLlm({ timeoutMs, maxRetries, signal }, async (within) =>
        requestTranscription(client, speech, { model, signal: within }),
      );
    },

    async embed(texts, { signal } = {}) {
      const batches = batchTexts(texts);
      const results: { vectors: number[][]; tokens: number }[] = [];
      const failed = new AbortController();
      const either = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
      const next = batches.entries();
      async function work(): Promise<void> {
        for (const [index, batch] of next) results[index] = await embedBatch(batch, either);
      }
      try {
        await Promise.all(Array.from({ length: parallelBatches }, work));
      } catch (error) {
        failed.abort(error);
        throw error;
      }
      return {
        vectors: results.flatMap((result) => result.vectors),
        tokens: results.reduce((sum, result) => sum + result.tokens, 0),
      };
    },

    async complete({ messages, schema, schemaName, maxTokens, temperature, onText, signal, ...models }) {
      const { model, fallbackModel } = models;
      const { client, callLlm, streamCompletion, zodResponseFormat } = await connection();
      const ask = async (asked: string, note?: string) =>
        inFittingForm(asked, async (form) => {
          const declared = Object.hasOwn(catalog, asked) ? catalog[asked] : undefined;
          const wanted = {
            model: asked,
            declared,
            messages,
            note,
            schema,
            schemaName,
            maxTokens,
            temperature,
          };
          const request = requestIn(form, wanted, zodResponseFormat);
          return callLlm({ timeoutMs, maxRetries, signal }, async (within) =>
            onText === undefined
              ? client.chat.completions.create(request, { signal: within })
              : streamCompletion(client, request, within, onText),
          );
        });
      let asked = model ?? options.chatModel;
      const completion = await ask(asked).catch(async (error: unknown) => {
        const isGone = error instanceof LlmRejected && error.status === 404;
        // One that ended before anybody knew is followed by its successor, as on its day.
        const successor = isGone && Object.hasOwn(catalog, asked) ? catalog[asked]?.successor : undefined;
        const other = successor ?? fallbackModel;
        const isAway = isGone || error instanceof LlmUnavailable;
        if (!isAway || other === undefined || other === asked) throw error;
        asked = other;
        return ask(asked);
      });
      return readOrRepair(completion, schema, async (note) => ask(asked, note));
    },
  };
}

/** The client's own environment variables are shut out: configuration comes by argument only. */
async function connect({ baseUrl, apiKey, timeoutMs }: LlmOptions) {
  const [
    { default: OpenAI },
    { zodResponseFormat },
    { callLlm },
    { streamCompletion },
    { requestTranscription },
  ] = await Promise.all([
    import("openai"),
    import("openai/helpers/zod"),
    import("./call.ts"),
    import("./stream.ts"),
    import("./llm-transcription.ts"),
  ]);
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl ?? "https://api.openai.com/v1",
    organization: null,
    project: null,
    timeout: timeoutMs,
    maxRetries: 0,
    logLevel: "off",
  });
  return { client, callLlm, streamCompletion, requestTranscription, zodResponseFormat };
}

/** The OpenAI-compatible service that writes answers and embeds texts. */
export const languageModel = defineClient(
  [
    "OPENAI_BASE_URL",
    "OPENAI_API_KEY",
    "OPENAI_CHAT_MODEL",
    "OPENAI_EMBEDDING_MODEL",
    "OPENAI_EMBEDDING_DIMENSIONS",
    "OPENAI_TIMEOUT_MS",
  ],
  (config) =>
    createLlm({
      baseUrl: config.OPENAI_BASE_URL,
      apiKey: config.OPENAI_API_KEY,
      chatModel: config.OPENAI_CHAT_MODEL,
      embeddingModel: config.OPENAI_EMBEDDING_MODEL,
      embeddingDimensions: config.OPENAI_EMBEDDING_DIMENSIONS,
      timeoutMs: config.OPENAI_TIMEOUT_MS,
    }),
);
