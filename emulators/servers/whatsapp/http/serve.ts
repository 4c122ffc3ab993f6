import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { jsonReply, problemReply, type Reply } from "./reply.ts";
import { matchRoute, type Route } from "./route.ts";

export type Site = { routes: readonly Route[]; notFound: (path: string) => Reply };

/** Listens on loopback. Rejects with EADDRINUSE when the port is taken. */
export async function serve(port: number, site: Site): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(site, request, response);
  });
  // Clients keep connections for long; a socket closed under a request in flight would look like an unknown outcome.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  return server;
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let reply: Reply | undefined;
  try {
    reply = await dispatch(site, request, response);
  } catch (error) {
    console.error("whatsapp:", error);
    reply = jsonReply(
      { error: { message: "The local server failed", type: "LocalServerError", code: 1 } },
      500,
    );
  }
  if (reply === undefined || response.headersSent) return;
  response.writeHead(reply.status, { ...reply.headers, "content-length": Buffer.byteLength(reply.body) });
  response.end(reply.body);
}

async function dispatch({ routes, notFound }: Site, request: IncomingMessage, response: ServerResponse) {
  if (isOtherSites(request)) return problemReply(403, "Pages of other sites may not call this server");
  const url = URL.parse(request.url ?? "/", "http://localhost");
  const path = url === null ? undefined : decodePath(url.pathname);
  if (url === null || path === undefined) return problemReply(400, "The address cannot be read");
  for (const candidate of routes) {
    const params = matchRoute(candidate, request.method ?? "GET", path);
    if (params !== undefined) return candidate.handle({ request, response, params, query: url.searchParams });
  }
  return notFound(url.pathname);
}

/** A page that a developer happens to have open must not write here; browsers say from where a page's request comes. */
function isOtherSites({ method, headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  return method !== "GET" && (site === "cross-site" || site === "same-site");
}

function decodePath(pathname: string): string[] | undefined {
  try {
    return pathname.split("/").map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
