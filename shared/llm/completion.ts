import type { ChatCompletion } from "openai/resources/chat/completions";
import type { ZodSafeParseResult, ZodType } from "zod";
import { LlmInvalidReply } from "./errors.ts";

export type Completed<T> = { value: T; model: string; tokensIn: number; tokensOut: number };

/** The value in a completion; a refusal, a cut-off and a reply of another form are errors. */
export function readCompletion<T>(completion: ChatCompletion, schema: ZodType<T>): Completed<T> {
  const tokens = { in: completion.usage?.prompt_tokens ?? 0, out: completion.usage?.completion_tokens ?? 0 };
  const choice = completion.choices?.[0];
  if (choice?.message.refusal) throw new LlmInvalidReply("refusal", tokens);
  if (choice?.finish_reason === "length") throw new LlmInvalidReply("length", tokens);
  if (choice?.finish_reason === "content_filter") throw new LlmInvalidReply("content-filter", tokens);
  const text = choice?.message.content;
  if (!text) throw new LlmInvalidReply("empty", tokens);
  const parsed = parseLeniently(schema, parseJson(text, tokens));
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`);
    throw new LlmInvalidReply("schema", tokens, places.join(", "));
  }
  return { value: parsed.data, model: completion.model, tokensIn: tokens.in, tokensOut: tokens.out };
}

/** What a model may leave out is null: only strict structured outputs make it name every key. */
function parseLeniently<T>(schema: ZodType<T>, value: unknown): ZodSafeParseResult<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success || typeof value !== "object" || value === null || Array.isArray(value)) return parsed;
  const missing = parsed.error.issues
    .filter(({ path }) => path.length === 1 && !(String(path[0]) in value))
    .map(({ path }) => [String(path[0]), null]);
  const filled = schema.safeParse({ ...value, ...Object.fromEntries(missing) });
  return filled.success ? filled : parsed;
}

/**
 * The JSON in a reply, also where the model thought aloud before it, fenced it or spoke around it. JSON's own error quotes the text,
 * so it is not passed on.
 */
function parseJson(text: string, tokens: { in: number; out: number }): unknown {
  const said = text.replace(/^\s*<think>[\s\S]*?<\/think>/, "");
  for (const candidate of [said, said.slice(said.indexOf("{"), said.lastIndexOf("}") + 1)]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // The next candidate may be one.
    }
  }
  throw new LlmInvalidReply("not-json", tokens);
}
