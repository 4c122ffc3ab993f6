import type { ZodType } from "zod";
import { batchTexts } from "./llm-batches.ts";
import { LlmInvalidReply, LlmRejected, LlmUnavailable } from "./llm-errors.ts";
import { readCompletion } from "./llm-completion.ts";

export { LlmInvalidReply, LlmRejected, LlmUnavailable } from "./llm-errors.ts";

type LlmMessage = { role: "system" | "user" | "assistant"; content: string };

export type Llm = {
  /** Vectors of the texts, in their order. Texts must not be empty. */
  embed(
    texts: readonly string[],
    options?: { signal?: AbortSignal | undefined },
  ): Promise<{ vectors: number[][]; tokens: number }>;
  /** A reply in the schema's form (structured outputs, strict). Throws `LlmInvalidReply` when it is not. */
  complete<T>(request: {
    messages: readonly LlmMessage[];
    schema: ZodType<T>;
    schemaName: string;
    maxTokens: number;
    temperature: number;
    /** The service's usual one unless given. */
    model?: string | undefined;
    /** Asked once when the model is away or not known to the service. */
    fallbackModel?: string | undefined;
    signal?: AbortSignal | undefined;
  }): Promise<{ value: T; model: string; tokensIn: number; tokensOut: number }>;
};

export type LlmOptions = {
  /** OpenAI's own when left out. */
  baseUrl?: string | undefined;
  apiKey: string;
  chatModel: string;
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
  const { timeoutMs, maxRetries = 1 } = options;
  let connected: ReturnType<typeof connect> | undefined;
  const connection = async () => (connected ??= connect(options));

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

    async complete({ messages, schema, schemaName, maxTokens, temperature, model, fallbackModel, signal }) {
      const { client, callLlm, zodResponseFormat } = await connection();
      const ask = async (asked: string) =>
        callLlm({ timeoutMs, maxRetries, signal }, (within) =>
          client.chat.completions.create(
            {
              model: asked,
              messages: [...messages],
              response_format: zodResponseFormat(schema, schemaName),
              max_completion_tokens: maxTokens,
              temperature,
            },
            { signal: within },
          ),
        );
      const first = model ?? options.chatModel;
      const completion = await ask(first).catch(async (error: unknown) => {
        const isAway =
          error instanceof LlmUnavailable || (error instanceof LlmRejected && error.status === 404);
        if (!isAway || fallbackModel === undefined || fallbackModel === first) throw error;
        return ask(fallbackModel);
      });
      return readCompletion(completion, schema);
    },
  };
}

/** The client's own environment variables are shut out: configuration comes by argument only. */
async function connect({ baseUrl, apiKey, timeoutMs }: LlmOptions) {
  const [{ default: OpenAI }, { zodResponseFormat }, { callLlm }] = await Promise.all([
    import("openai"),
    import("openai/helpers/zod"),
    import("./llm-call.ts"),
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
  return { client, callLlm, zodResponseFormat };
}
