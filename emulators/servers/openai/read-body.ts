import type { IncomingMessage } from "node:http";
import { ApiError } from "./api-error.ts";

const maxBytes = 32 * 1024 * 1024;

/** The request's body: a form, or JSON; undefined when it has none. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new ApiError(413, "The request body is too large.");
    chunks.push(chunk);
  }
  if (length === 0) return undefined;
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) return readForm(Buffer.concat(chunks), type);
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown;
  } catch {
    throw new ApiError(400, "We could not parse the JSON body of your request.");
  }
}

async function readForm(body: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  } catch {
    throw new ApiError(400, "Could not parse multipart form.");
  }
}
