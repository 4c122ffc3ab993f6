import { subscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { http, type Request as FrameworkRequest } from "@google-cloud/functions-framework";
import type { FunctionName } from "../contracts/functions.ts";
import { readConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { createServices, type Services } from "./services.ts";

/** What the Fetch standard does not carry: who is at the other end of the connection. */
export type Peer = { address: string | undefined };

export type FetchHandler = (request: Request, peer: Peer) => Promise<Response>;

/**
 * Registers an HTTP function that takes a Request of the Fetch standard and gives a Response, streams included.
 * The request's signal aborts when the client goes away before the answer is complete.
 * The handler reads the bodies of requests below `paths` itself: the framework would read up to 1 GiB first, and
 * answer one that it cannot parse with a page of its own.
 */
export function onFetch<Name extends FunctionName>(
  name: Name,
  paths: readonly string[],
  create: (services: Services<Name>) => FetchHandler,
): void {
  const config = readConfig(name);
  const log = createLog({
    functionName: name,
    projectId: config.GOOGLE_CLOUD_PROJECT,
    level: config.LOG_LEVEL,
  });
  const handle = create(createServices(name, config, log));
  leaveBodiesUnread(paths);
  http(name, async (request, response) => serveFetch(handle, request, response));
}

/** Answers one request of Node's. Never rejects. */
export async function serveFetch(
  handle: FetchHandler,
  incoming: IncomingMessage & Partial<Pick<FrameworkRequest, "rawBody">>,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  try {
    const request = toRequest(incoming, gone.signal);
    const response = await handle(request, { address: incoming.socket.remoteAddress });
    await send(response, outgoing, gone.signal);
  } catch {
    // A stream broke after its answer had begun, or the client left: the connection's end is all that can be told.
    outgoing.destroy();
  }
}

function toRequest(
  incoming: IncomingMessage & { rawBody?: Buffer | undefined },
  signal: AbortSignal,
): Request {
  const { method = "GET", rawHeaders, rawBody } = incoming;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  }
  // Only the path and the query are the client's to say.
  const url = new URL("http://function.invalid");
  const target = ("originalUrl" in incoming ? String(incoming.originalUrl) : incoming.url) ?? "/";
  const query = target.indexOf("?");
  url.pathname = query < 0 ? target : target.slice(0, query);
  url.search = query < 0 ? "" : target.slice(query);
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(url, {
    method,
    headers,
    signal,
    ...(hasBody ? { body: rawBody ?? Readable.toWeb(incoming), duplex: "half" } : {}),
  } as RequestInit);
}

async function send(response: Response, outgoing: ServerResponse, signal: AbortSignal): Promise<void> {
  const { body } = response;
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name === "set-cookie") outgoing.appendHeader(name, value);
    else outgoing.setHeader(name, value);
  }
  if (body === null || outgoing.req.method === "HEAD") {
    await body?.cancel();
    outgoing.end();
    return;
  }
  for await (const chunk of body) {
    if (signal.aborted) return;
    if (!outgoing.write(chunk)) await once(outgoing, "drain", { signal });
  }
  outgoing.end();
}

/**
 * Hides from the framework that these requests have a body, before it looks, so that the stream is still whole when
 * the handler has it. The channel is Node's own, https://nodejs.org/api/diagnostics_channel.html#http
 */
function leaveBodiesUnread(paths: readonly string[]): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const path = request.url?.split("?", 1)[0] ?? "";
    if (!paths.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) return;
    delete request.headers["content-length"];
    delete request.headers["transfer-encoding"];
  });
}
