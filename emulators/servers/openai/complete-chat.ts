import { randomUUID } from "node:crypto";
import { composeReply } from "./answer/compose-reply.ts";
import type { Embed } from "./answer/rank-sentences.ts";
import type { ChatRequest } from "./chat-request.ts";
import { chooseTool, type ToolCall } from "./choose-tool.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { fillSchema } from "./fill-schema.ts";
import { schemaInPrompt } from "./reply-form.ts";

type Usage = { prompt_tokens: number; completion_tokens: number; total_tokens: number };

/** A finished chat completion, before it is sent whole or in pieces. */
export type Completion = {
  id: string;
  created: number;
  model: string;
  content: string | null;
  toolCalls: ToolCall[];
  finishReason: "stop" | "length" | "tool_calls";
  usage: Usage;
};

const plainJson = {
  type: "object",
  properties: {
    kind: { type: "string" },
    answer: { type: "string" },
    citations: { type: "array", items: { type: "string" } },
    language: { type: "string" },
  },
};

/** Answers a chat request in the form it asks for: text, JSON by a schema, or a call of one of its tools. */
export async function completeChat(request: ChatRequest, embed: Embed): Promise<Completion> {
  const reply = await composeReply(request.messages, embed);
  const toolCall = chooseTool(request, reply);
  const format = request.response_format;
  const schema =
    format?.type === "json_schema"
      ? format.json_schema.schema
      : (schemaInPrompt(request) ?? (format?.type === "json_object" ? plainJson : undefined));
  let content: string | null = null;
  if (toolCall !== undefined) content = null;
  else if (schema !== undefined) content = JSON.stringify(fillSchema(schema, reply));
  else content = reply.text + reply.citations.map((id) => ` [${id}]`).join("");

  const limit = request.max_completion_tokens ?? request.max_tokens ?? Infinity;
  const isCut = content !== null && estimateTokens(content) > limit;
  if (content !== null && isCut) content = content.slice(0, limit * 4);
  const prompt_tokens = request.messages.reduce((sum, { text }) => sum + estimateTokens(text) + 4, 3);
  const completion_tokens = estimateTokens(content ?? toolCall?.function.arguments ?? "");
  return {
    id: `chatcmpl-${randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    content,
    toolCalls: toolCall === undefined ? [] : [toolCall],
    finishReason: toolCall !== undefined ? "tool_calls" : isCut ? "length" : "stop",
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

/** The completion as the body of a response that is not streamed. */
export function completionBody(completion: Completion): unknown {
  const { id, created, model, content, toolCalls, finishReason, usage } = completion;
  const message = {
    role: "assistant",
    content,
    refusal: null,
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  };
  return {
    id,
    object: "chat.completion",
    created,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
    usage,
    system_fingerprint: "fp_local",
  };
}

/** The completion as the chunks of a stream, a few words each; usage comes last where it was asked for. */
export function completionChunks(completion: Completion, includeUsage: boolean): unknown[] {
  const { id, created, model, content, toolCalls, finishReason, usage } = completion;
  const chunk = (choices: unknown[], total: Usage | null = null) => ({
    id,
    object: "chat.completion.chunk",
    created,
    model,
    system_fingerprint: "fp_local",
    choices,
    ...(includeUsage && { usage: total }),
  });
  const delta = (value: unknown, finish_reason: string | null = null) =>
    chunk([{ index: 0, delta: value, logprobs: null, finish_reason }]);
  return [
    delta({ role: "assistant", content: content === null ? null : "", refusal: null }),
    ...(content?.match(/(?:\S+\s*){1,3}|\s+/g) ?? []).map((piece) => delta({ content: piece })),
    ...toolCalls.map((call, index) => delta({ tool_calls: [{ index, ...call }] })),
    delta({}, finishReason),
    ...(includeUsage ? [chunk([], usage)] : []),
  ];
}
