import type { ChatCompletion } from "openai/resources/chat/completions";
import type { ZodType } from "zod";
import { LlmInvalidReply } from "./llm-errors.ts";

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
  const parsed = schema.safeParse(parseJson(text, tokens));
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`);
    throw new LlmInvalidReply("schema", tokens, places.join(", "));
  }
  return { value: parsed.data, model: completion.model, tokensIn: tokens.in, tokensOut: tokens.out };
}

/** JSON's own error quotes the text, so it is not passed on. */
function parseJson(text: string, tokens: { in: number; out: number }): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LlmInvalidReply("not-json", tokens);
  }
}
