import { randomUUID } from "node:crypto";
import type { Reply } from "./answer/compose-reply.ts";
import { ApiError } from "./api-error.ts";
import type { ChatRequest } from "./chat-request.ts";
import { fillSchema } from "./fill-schema.ts";

export type ToolCall = { id: string; type: "function"; function: { name: string; arguments: string } };

/**
 * The tool to call: a forced one; else, where there is something to find out or a person to fetch, one whose name says
 * that it does so. Once a tool has answered, its result is used instead of calling it again.
 */
export function chooseTool(
  { tools, tool_choice, messages }: ChatRequest,
  reply: Reply,
): ToolCall | undefined {
  const functions = (tools ?? []).map((tool) => tool.function);
  if (tool_choice === "none" || functions.length === 0) return undefined;
  const forced = typeof tool_choice === "object" ? tool_choice?.function.name : undefined;
  const isAnswered = messages.at(-1)?.role === "tool";
  const wanted = natural(reply);
  const chosen =
    forced === undefined
      ? (functions.find((one) => !isAnswered && wanted?.test(one.name)) ??
        (tool_choice === "required" ? functions[0] : undefined))
      : functions.find((one) => one.name === forced);
  if (forced !== undefined && chosen === undefined) {
    throw new ApiError(400, `Tool choice '${forced}' is not among the tools given.`, {
      param: "tool_choice",
    });
  }
  if (chosen === undefined) return undefined;
  const parameters = JSON.stringify(fillSchema(chosen.parameters ?? { type: "object" }, reply));
  return {
    id: `call_${randomUUID()}`,
    type: "function",
    function: { name: chosen.name, arguments: parameters },
  };
}

function natural(reply: Reply): RegExp | undefined {
  if (reply.kind !== "no_answer") return undefined;
  return reply.hasSources ? /hand_?off|escalat|human|agent/i : /search|retriev|look_?up|knowledge|find/i;
}
