import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { ApiError, errorBody } from "./api-error.ts";
import { chatRequest } from "./chat-request.ts";
import { completeChat, completionBody, completionChunks } from "./complete-chat.ts";
import { garble } from "./garble.ts";
import { handleControl } from "./handle-control.ts";
import { createEmbeddings } from "./embeddings-route.ts";
import { transcribe } from "./transcriptions-route.ts";
import { rerank } from "./rerank-route.ts";
import { declaredModels } from "../../../shared/contracts/models.ts";
import { refuseForFamily } from "./refuse-for-family.ts";
import { faultRequest, type Endpoint, type Fault } from "./faults.ts";
import { refuseUnknownForm } from "./reply-form.ts";
import { parseBody } from "./parse-body.ts";
import { readBody } from "./read-body.ts";
import type { LoggedRequest, ServerState } from "./server-state.ts";
import { sendEvents, sendJson } from "./send-response.ts";

const loggedRequests = 200;

/** Serves one request; never rejects. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  state: ServerState,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const entry: LoggedRequest = {
    at: new Date().toISOString(),
    method: request.method ?? "GET",
    path: url.pathname,
    status: 0,
    body: undefined,
    isAborted: false,
  };
  response.setHeader("x-request-id", `req_${randomUUID()}`);
  const gone = new AbortController();
  response.on("close", () => {
    entry.isAborted = !response.writableFinished;
    gone.abort();
  });
  try {
    if (url.pathname.startsWith("/__control/")) return await handleControl(request, response, url, state);
    log(state.requests, entry);
    entry.body = await readBody(request);
    await serve(request, response, entry, state, gone.signal);
  } catch (error) {
    if (gone.signal.aborted || response.headersSent) response.destroy();
    else if (error instanceof ApiError) sendJson(response, error.status, errorBody(error));
    else {
      console.error("the local OpenAI server failed:", error);
      sendJson(response, 500, errorBody(new ApiError(500, "The local server failed; its log says why.")));
    }
  } finally {
    entry.status = response.headersSent ? response.statusCode : 0;
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  entry: LoggedRequest,
  state: ServerState,
  signal: AbortSignal,
): Promise<void> {
  if (!/^Bearer \S+/i.test(request.headers.authorization ?? "")) {
    throw new ApiError(401, "You didn't provide an API key.", { code: "invalid_api_key" });
  }
  const endpoint = endpointOf(entry.method, entry.path);
  if (endpoint === undefined)
    throw new ApiError(404, `Unknown request URL: ${entry.method} ${entry.path}.`, { code: "unknown_url" });
  const fault = faultOf(request) ?? state.faults.take(endpoint);
  const delayMs = fault?.delayMs ?? (endpoint === "models" ? 0 : state.delayMs);
  if (delayMs > 0) await delay(delayMs, undefined, { signal });
  if (fault?.hang === true) return;
  if (fault?.retryAfter !== undefined) response.setHeader("retry-after", String(fault.retryAfter));
  if (fault?.status !== undefined)
    throw new ApiError(fault.status, "A fault that was asked for.", { code: "requested_fault" });

  const isTruncated = fault?.truncate === true;
  if (endpoint === "models")
    return sendJson(response, 200, modelsBody(entry.path, state.modelEnds), isTruncated);
  if (endpoint === "embeddings")
    return sendJson(response, 200, await createEmbeddings(entry.body, state.embedder), isTruncated);
  if (endpoint === "rerank")
    return sendJson(response, 200, await rerank(entry.body, state.embedder), isTruncated);
  if (endpoint === "transcriptions") {
    const form = entry.body instanceof FormData ? entry.body : new FormData();
    return sendJson(response, 200, await transcribe(form, state.transcripts), isTruncated);
  }
  const asked = parseBody(chatRequest, entry.body);
  refuseForFamily(asked, endOf(asked.model, state.modelEnds));
  refuseUnknownForm(asked, state.replyForm);
  const whole = await completeChat(asked, state.embedder.embed);
  const completion = fault?.garble === undefined ? whole : garble(whole, fault.garble);
  if (asked.stream !== true) return sendJson(response, 200, completionBody(completion), isTruncated);
  sendEvents(response, completionChunks(completion, asked.stream_options?.include_usage === true), fault);
}

function endpointOf(method: string, path: string): Endpoint | undefined {
  if (method === "POST" && path === "/v1/chat/completions") return "chat";
  if (method === "POST" && path === "/v1/embeddings") return "embeddings";
  if (method === "POST" && path === "/v1/audio/transcriptions") return "transcriptions";
  if (method === "POST" && path === "/v1/rerank") return "rerank";
  return method === "GET" && /^\/v1\/models(?:\/|$)/.test(path) ? "models" : undefined;
}

/** A fault for this request alone, asked for by the header `x-fault: {"status":429}`. */
function faultOf(request: IncomingMessage): Fault | undefined {
  const header = request.headers["x-fault"];
  if (typeof header !== "string") return undefined;
  const [fault] = [parseBody(faultRequest, JSON.parse(header) as unknown)].flat();
  return fault;
}

type Ends = ServerState["modelEnds"];

function modelsBody(path: string, ends: Ends): unknown {
  const id = path.split("/")[3];
  return id === undefined || id === ""
    ? { object: "list", data: Object.keys(declaredModels).map((model) => modelBody(model, ends)) }
    : modelBody(decodeURIComponent(id), ends);
}

function modelBody(id: string, ends: Ends): unknown {
  return { id, object: "model", created: 0, owned_by: "local", shutdown_date: endOf(id, ends) ?? null };
}

/** As a test says, else as it is declared. */
function endOf(model: string, ends: Ends): string | undefined {
  if (Object.hasOwn(ends, model)) return ends[model] ?? undefined;
  return Object.hasOwn(declaredModels, model) ? declaredModels[model]?.endsOn : undefined;
}

function log(requests: LoggedRequest[], entry: LoggedRequest): void {
  requests.push(entry);
  if (requests.length > loggedRequests) requests.shift();
}
