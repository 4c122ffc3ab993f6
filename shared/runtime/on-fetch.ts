import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { http, type Request as FrameworkRequest } from "@google-cloud/functions-framework";
import type { FunctionName } from "../contracts/functions.ts";
import { ownBodies } from "./own-bodies.ts";
import type { Clients, Composition, ServicesOf } from "./services.ts";
import { startInstance } from "./start-instance.ts";

/** What the Fetch standard does not carry: who is at the other end of the connection. */
export type Peer = { address: string | undefined };

export type FetchHandler = (request: Request, peer: Peer) => Promise<Response>;

/**
 * Registers an HTTP function that takes a Request of the Fetch standard and gives a Response, streams included.
 * The request's signal aborts when the client goes away before the answer is complete.
 * The handler reads the bodies of requests below `paths` itself (see `ownBodies`).
 */
export function onFetch<Name extends FunctionName, Given extends Clients>(
  composition: Composition<Name, Given>,
  paths: readonly string[],
  create: (services: ServicesOf<Composition<Name, Given>>) => FetchHandler,
): void {
  const handle = create(startInstance(composition));
  ownBodies(({ url }) => {
    const path = url?.split("?", 1)[0] ?? "";
    return paths.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
  });
  http(composition.name, async (request, response) => {
    await serveFetch(handle, request, response);
  });
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
