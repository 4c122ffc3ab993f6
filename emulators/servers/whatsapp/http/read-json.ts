import type { IncomingMessage } from "node:http";
import { readBody } from "./read-body.ts";

/** The JSON object of the body, or undefined when it is none or longer than 4 MB (or `maxBytes`). */
export async function readJson(request: IncomingMessage, maxBytes = 4_194_304): Promise<object | undefined> {
  const body = await readBody(request, maxBytes);
  if (body === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
