import type { IncomingMessage } from "node:http";
import { ApiError, invalid } from "./api-error.ts";
import { asObject, type JsonObject } from "./json-object.ts";

/** BigQuery's own limit for a request of `insertAll`. */
const maxBytes = 10 * 2 ** 20;

/** The request's JSON; no body reads as an empty object. */
export async function readBody(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) throw new ApiError(413, "requestTooLarge", "Request payload size exceeds the limit");
  if (size === 0) return {};
  try {
    return asObject(JSON.parse(Buffer.concat(chunks).toString("utf8")));
  } catch {
    throw invalid("Invalid JSON payload received.");
  }
}
