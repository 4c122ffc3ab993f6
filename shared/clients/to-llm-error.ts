import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { LlmRejected, LlmUnavailable } from "./llm-errors.ts";

/**
 * What the official client threw, as one of ours. Its text and body are left behind, because services echo parts of
 * the prompt in them; its code and request id are enough to look the case up.
 */
export function toLlmError(error: unknown): unknown {
  if (error instanceof APIConnectionTimeoutError)
    return new LlmUnavailable("the language model's service took too long");
  if (error instanceof APIError && error.status !== undefined) {
    const { status, code, requestID } = error as APIError<number, Headers>;
    if (status < 500 && status !== 408 && status !== 409 && status !== 429)
      return new LlmRejected(status, code ?? undefined);
    const where = requestID === null || requestID === undefined ? "" : ` (request ${requestID})`;
    return new LlmUnavailable(`the language model's service answered ${status}${where}`, {
      status,
      retryAfterMs: retryAfterMs(error.headers),
    });
  }
  if (isBroken(error)) return new LlmUnavailable("the connection to the language model's service broke");
  return error;
}

/** Whether the connection failed or the body broke off, as opposed to an answer or our own mistake. */
export function isBroken(error: unknown): boolean {
  if (error instanceof APIConnectionTimeoutError) return false;
  if (error instanceof APIConnectionError || error instanceof SyntaxError) return true;
  return error instanceof TypeError && /terminated|fetch failed/.test(error.message);
}

function retryAfterMs(headers: Headers | undefined): number | undefined {
  const exact = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  if (exact >= 0) return exact;
  const value = headers?.get("retry-after");
  if (value === undefined || value === null) return undefined;
  const wait = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
