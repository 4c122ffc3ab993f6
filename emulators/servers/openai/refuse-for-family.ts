import { declaredModels, modelFamilies } from "../../../shared/contracts/models.ts";
import { ApiError } from "./api-error.ts";
import type { ChatRequest } from "./chat-request.ts";

/**
 * Throws what OpenAI answers to a request that the model's family does not take. Models that are none of OpenAI's are taken as
 * those of another service, which minds nothing of it.
 */
export function refuseForFamily(request: ChatRequest, endsOn: string | undefined, now = new Date()): void {
  const { model } = request;
  if (endsOn !== undefined && endsOn <= now.toISOString().slice(0, 10)) throw gone(model);
  const declared = Object.hasOwn(declaredModels, model) ? declaredModels[model] : undefined;
  if (declared === undefined) return;
  if (declared.kind !== "chat")
    throw new ApiError(
      404,
      "This is not a chat model and thus not supported in the v1/chat/completions endpoint.",
      {
        param: "model",
      },
    );
  const { reasoningEfforts, tokenLimits, notWhileReasoning } = modelFamilies[declared.family];
  const given = new Set(
    Object.keys(request).filter((name) => request[name] !== undefined && request[name] !== null),
  );

  if (given.has("max_tokens") && !(tokenLimits as readonly string[]).includes("max_tokens"))
    throw unsupported("max_tokens", "Use 'max_completion_tokens' instead.");
  const limit = request.max_completion_tokens ?? request.max_tokens ?? 0;
  const most = declared.limits.outputTokens ?? Infinity;
  if (limit > most)
    throw new ApiError(400, `This model supports at most ${most} completion tokens.`, {
      param: "max_tokens",
    });

  const effort = request["reasoning_effort"];
  if (reasoningEfforts.length === 0) {
    if (given.has("reasoning_effort"))
      throw new ApiError(400, "Unrecognized request argument supplied: reasoning_effort");
    return;
  }
  if (given.has("reasoning_effort") && !(reasoningEfforts as readonly unknown[]).includes(effort))
    throw new ApiError(400, "Unsupported value for 'reasoning_effort' with this model.", {
      param: "reasoning_effort",
      code: "unsupported_value",
    });
  if (effort === "none") return;
  for (const name of notWhileReasoning) {
    if (!given.has(name)) continue;
    if (name !== "tools") throw unsupported(name);
    throw new ApiError(
      400,
      `Function tools with reasoning_effort are not supported for ${model}; set reasoning_effort to 'none'.`,
      { param: "reasoning_effort" },
    );
  }
}

function unsupported(param: string, hint = ""): ApiError {
  const message = `Unsupported parameter: '${param}' is not supported with this model. ${hint}`.trim();
  return new ApiError(400, message, { param, code: "unsupported_parameter" });
}

function gone(model: string): ApiError {
  return new ApiError(404, `The model '${model}' has been shut down.`, { code: "model_not_found" });
}
