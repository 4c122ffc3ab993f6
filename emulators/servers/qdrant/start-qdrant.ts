import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import { openCollections, type Collections } from "./collections.ts";
import { badFormat, QdrantError } from "./qdrant-error.ts";
import { ROUTES } from "./routes.ts";
import type { LocalServer, LocalServerOptions } from "../local-server.ts";

/** The release whose API this speaks; the official client compares it with its own version. */
const VERSION = "1.19.0";
const MAX_BODY_BYTES = 33_554_432;

const HEALTH: Record<string, string> = {
  "/healthz": "healthz check passed",
  "/livez": "healthz check passed",
  "/readyz": "all shards are ready",
};

/**
 * A local Qdrant: the REST API with exact search in memory. With `dataDir` every update is appended to a file before it is
 * answered, so neither a restart nor a SIGKILL loses what a caller was told is done.
 */
export async function startQdrant({ port, dataDir }: LocalServerOptions): Promise<LocalServer> {
  const collections = await openCollections(dataDir);
  const server = createServer((request, response) => {
    void answer(collections, request, response);
  });
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    await collections.close();
    throw error;
  }
  const address = server.address();
  const boundPort = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${boundPort}`,
    port: boundPort,
    async close() {
      const closed = once(server, "close");
      server.close();
      await closed;
      await collections.close();
    },
  };
}

async function answer(
  collections: Collections,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  const url = new URL(request.url ?? "/", "http://localhost");
  const health = HEALTH[url.pathname];
  if (health) {
    response.end(health);
    return;
  }
  try {
    const body = await readBody(request);
    if (url.pathname === "/") {
      sendJson(response, 200, { title: "qdrant - vector search engine", version: VERSION });
      return;
    }
    const result = await route(collections, `${request.method}`, url, body);
    const time = (performance.now() - startedAt) / 1000;
    sendJson(response, 200, { result, status: "ok", time });
  } catch (error) {
    const isExpected = error instanceof QdrantError;
    if (!isExpected) console.error("local Qdrant:", error);
    const message = isExpected ? error.message : "Service internal error";
    const time = (performance.now() - startedAt) / 1000;
    sendJson(response, isExpected ? error.status : 500, { status: { error: message }, time });
  }
}

async function route(collections: Collections, method: string, url: URL, body: unknown): Promise<unknown> {
  const segments = url.pathname.split("/").slice(1).map(decodeURIComponent);
  const pattern = segments.map((segment, at) => (at === 1 || isField(segments, at) ? "*" : segment));
  const handler = ROUTES[`${method} /${pattern.join("/")}`];
  if (!handler) throw new QdrantError(404, `Not found: ${method} ${url.pathname}`);
  return handler({
    collections,
    name: segments[1] ?? "",
    rest: segments[3] ?? "",
    body,
    wait: url.searchParams.get("wait") === "true",
  });
}

/** `/collections/NAME/index/FIELD` is the one path with a second name in it. */
function isField(segments: string[], at: number): boolean {
  return at === 3 && segments[2] === "index";
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size <= MAX_BODY_BYTES) chunks.push(bytes);
  }
  if (size > MAX_BODY_BYTES) {
    throw new QdrantError(
      400,
      `Payload error: JSON payload (${size} bytes) is larger than allowed (limit: ${MAX_BODY_BYTES} bytes).`,
    );
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (error) {
    throw badFormat(error instanceof Error ? error.message : "not JSON");
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
