import type { Call, CallOutcome } from "./call-outcome.ts";
import { notSentReason } from "./not-sent.ts";
import { readRefusal } from "./refusal.ts";

/** One call of Graph, never repeated. Does not throw for what the network or Graph does. */
export async function callGraph(call: Call): Promise<CallOutcome> {
  const { signal, timeoutMs } = call;
  if (signal?.aborted === true) return { kind: "not_sent", reason: "aborted" };
  const timeout = AbortSignal.timeout(timeoutMs);
  const request = prepare(call, signal === undefined ? timeout : AbortSignal.any([signal, timeout]));
  if (request === undefined) return { kind: "not_sent", reason: "the request cannot be built" };
  let response: Response;
  let text: string;
  try {
    response = await fetch(request);
    text = await response.text();
  } catch (error) {
    const reason = notSentReason(error);
    if (reason !== undefined) return { kind: "not_sent", reason };
    if (timeout.aborted) return { kind: "unknown", reason: "timeout" };
    return { kind: "unknown", reason: request.signal.aborted ? "aborted" : "connection lost" };
  }
  return readAnswer(response, text, call);
}

/** Its own errors would show the token, so they are not passed on. */
function prepare({ method, url, accessToken, body }: Call, signal: AbortSignal): Request | undefined {
  try {
    return new Request(url, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        // A form brings its own, with its boundary.
        ...(body instanceof FormData ? {} : { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      // A redirect would carry the token elsewhere.
      redirect: "manual",
      signal,
    });
  } catch {
    return undefined;
  }
}

function readAnswer(response: Response, text: string, call: Call): CallOutcome {
  const body = parse(text);
  const { status, headers } = response;
  if (response.ok) {
    if (typeof body === "object" && body !== null) return { kind: "answered", body };
    return { kind: "unknown", reason: `HTTP ${status} that cannot be read` };
  }
  const refusal = readRefusal({ status, body, retryAfter: headers.get("retry-after") }, call);
  return refusal ?? { kind: "unknown", reason: `HTTP ${status}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
