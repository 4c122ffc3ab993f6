import type OpenAI from "openai";
import type {
  ChatCompletion,
  ChatCompletionChunk as Chunk,
  ChatCompletionCreateParamsNonStreaming,
} from "openai/resources/chat/completions";
import type { CompletionUsage as Usage } from "openai/resources/completions";
import { estimateTokens } from "./rules/estimate-tokens.ts";

type FinishReason = ChatCompletion.Choice["finish_reason"];

/**
 * Asks for a completion piece by piece, and tells all that has come of its text after each. Resolves to what the service
 * would have answered in one piece. Tokens that it does not count are estimated, so that none go uncounted.
 */
export async function streamCompletion(
  client: OpenAI,
  request: ChatCompletionCreateParamsNonStreaming,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<ChatCompletion> {
  const stream = await client.chat.completions.create(
    { ...request, stream: true, stream_options: { include_usage: true } },
    { signal },
  );
  let [content, refusal] = ["", ""];
  let [last, usage, finishReason]: [Chunk?, Usage?, FinishReason?] = [];
  for await (const chunk of stream) {
    const [choice] = chunk.choices;
    last = chunk;
    usage = chunk.usage ?? usage;
    finishReason = choice?.finish_reason ?? finishReason;
    refusal += choice?.delta.refusal ?? "";
    if (!choice?.delta.content) continue;
    content += choice.delta.content;
    onText(content);
  }
  // The client ends an aborted stream as if it were whole.
  signal.throwIfAborted();
  const message = { role: "assistant" as const, content, refusal: refusal === "" ? null : refusal };
  return {
    id: last?.id ?? "",
    created: last?.created ?? 0,
    model: last?.model ?? request.model,
    object: "chat.completion",
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason ?? "stop" }],
    usage: usage ?? estimateUsage(request, content),
  };
}

function estimateUsage({ messages }: ChatCompletionCreateParamsNonStreaming, content: string): Usage {
  const prompt_tokens = estimateTokens(JSON.stringify(messages));
  const completion_tokens = estimateTokens(content);
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}
