import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { LlmRejected, LlmUnavailable } from "./errors.ts";

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
      return new LlmRejected(status, code ?? undefined, isFormUnknown(error));
    const where = requestID === null || requestID === undefined ? "" : ` (request ${requestID})`;
    return new LlmUnavailable(`the language model's service answered ${status}${where}`, {
      status,
      retryAfterMs: retryAfterMs(error.headers),
    });
  }
  // Without a status it is a word of failure in the midst of a stream.
  if (isBroken(error) || error instanceof APIError)
    return new LlmUnavailable("the connection to the language model's service broke");
  return error;
}

/** Services word it each in their way, so both the parameter that they name and their text are looked at, and left behind. */
const form =
  /response_format|json_?schema|json_?object|structured output|max_completion_tokens|additionalProperties|\bstrict\b/i;

function isFormUnknown({ status, param, message }: APIError): boolean {
  const isOfRequest = status === 400 || status === 415 || status === 422 || status === 501;
  return isOfRequest && form.test(`${param ?? ""} ${message}`);
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
