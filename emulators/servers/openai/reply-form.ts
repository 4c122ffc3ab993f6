import { ApiError } from "./api-error.ts";
import type { ChatRequest } from "./chat-request.ts";

/** The strictest form of reply that the server takes, as services differ that speak OpenAI's API. */
export const replyForms = ["schema", "object", "text"] as const;
export type ReplyForm = (typeof replyForms)[number];

/** Throws the error of a service that does not know what is asked for: structured outputs, JSON mode, the newer limit of tokens. */
export function refuseUnknownForm(request: ChatRequest, known: ReplyForm): void {
  if (known === "schema") return;
  const type = request.response_format?.type;
  const isUnknown = type === "json_schema" || (type === "json_object" && known === "text");
  if (isUnknown) {
    throw new ApiError(400, `response_format.type: '${type}' is not supported.`, {
      param: "response_format",
    });
  }
  if (request.max_completion_tokens !== undefined && request.max_completion_tokens !== null) {
    throw new ApiError(422, "Extra inputs are not permitted: max_completion_tokens.");
  }
}

/** The JSON schema that the system message asks for in words. */
export function schemaInPrompt({ messages }: ChatRequest): Record<string, unknown> | undefined {
  const system = messages.findLast(({ role }) => role === "system" || role === "developer")?.text ?? "";
  const [, json] = /JSON Schema:\s*(\{.*\})\s*$/s.exec(system) ?? [];
  try {
    return json === undefined ? undefined : (JSON.parse(json) as Record<string, unknown>);
  } catch {
    return undefined;
  }
}
