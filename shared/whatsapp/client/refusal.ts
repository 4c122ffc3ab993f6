import { asObject, asText } from "../../contracts/loose-json.ts";
import type { Call, CallOutcome } from "./call-outcome.ts";

type Answer = { status: number; body: unknown; retryAfter: string | null };

/**
 * Reads an error answer. Undefined when it decides nothing: a 5xx, 408 or redirect without one of Graph's codes.
 * Graph answers 100 with subcode 33 for an object that is gone or hidden, which is told as 33.
 */
export function readRefusal({ status, body, retryAfter }: Answer, call: Call): CallOutcome | undefined {
  const error = asObject(asObject(body)?.["error"]);
  const code = error?.["code"];
  const hasCode = typeof code === "number" && Number.isInteger(code);
  if (!hasCode && (status < 400 || status === 408 || status >= 500)) return undefined;
  const title = asText(error?.["message"]);
  const details = asText(asObject(error?.["error_data"])?.["details"]);
  const fbtraceId = asText(error?.["fbtrace_id"]);
  const isTransient = error?.["is_transient"];
  const retryAfterMs = readRetryAfter(retryAfter);
  const isGone = code === 100 && error?.["error_subcode"] === 33;
  return {
    kind: "refused",
    code: isGone ? 33 : hasCode ? code : status,
    httpStatus: status,
    ...(title !== undefined && { title: withoutSecrets(title, call) }),
    ...(details !== undefined && { details: withoutSecrets(details, call) }),
    ...(typeof isTransient === "boolean" && { isTransient }),
    ...(fbtraceId !== undefined && { fbtraceId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

/** Seconds or a date. */
function readRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}

const maxLength = 500;

/** Graph has been seen to quote the token and what was sent to it. */
function withoutSecrets(text: string, { accessToken, body }: Call): string {
  let clean = text.replaceAll(accessToken, "[token]").replaceAll(/\bEAA[A-Za-z0-9]{10,}/g, "[token]");
  for (const words of wordsOf(body)) clean = clean.replaceAll(words, "[text]");
  return clean.slice(0, maxLength);
}

/** The texts of a message that a person wrote, as opposed to names of templates, ids and addresses. */
function wordsOf(value: unknown, key = ""): string[] {
  if (typeof value === "string")
    return ["body", "text", "caption"].includes(key) && value.length > 3 ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => wordsOf(part, name));
}
