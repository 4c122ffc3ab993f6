import type { IncomingMessage, ServerResponse } from "node:http";
import type { Outbox } from "../notifications/outbox.ts";
import type { Signers } from "../signed/check-signed-url.ts";
import type { Store } from "../store.ts";
import { badRequest } from "./http-error.ts";

/** One request with all that answering it takes. */
export type Exchange = {
  req: IncomingMessage;
  res: ServerResponse;
  query: URLSearchParams;
  store: Store;
  outbox: Outbox;
  /** `http://127.0.0.1:9199`, for links inside resources. */
  serverUrl: string;
  /** `http://host` as this client names us, for links that it will follow. */
  origin: string;
  projectId: string;
  /** Who may sign URLs. */
  signers: Signers;
};

const maxJsonBytes = 1024 * 1024;

export function sendJson(res: ServerResponse, body: unknown, status = 200): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    "content-type": "application/json; charset=UTF-8",
    "content-length": Buffer.byteLength(text),
  });
  res.end(text);
}

export function sendEmpty(
  res: ServerResponse,
  status: number,
  headers: Record<string, string | number> = {},
): void {
  res.writeHead(status, { ...(status === 204 || status === 304 ? {} : { "content-length": 0 }), ...headers });
  res.end();
}

/** The request's JSON object; an empty body counts as `{}`. */
export async function readJson(req: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxJsonBytes) throw badRequest("The request's metadata is too large.");
    chunks.push(chunk);
  }
  return parseJsonObject(Buffer.concat(chunks).toString());
}

export function parseJsonObject(text: string): Record<string, unknown> {
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("Parse Error");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badRequest("Parse Error");
  return value as Record<string, unknown>;
}
