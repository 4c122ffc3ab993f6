import type { IncomingMessage, ServerResponse } from "node:http";
import type { Reply } from "./reply.ts";

export type RouteRequest = {
  request: IncomingMessage;
  response: ServerResponse;
  /** Decoded values of the pattern's `:name` parts. */
  params: Record<string, string>;
  query: URLSearchParams;
};

export type Route = {
  method: string;
  parts: string[];
  handle(request: RouteRequest): Promise<Reply | undefined> | Reply | undefined;
};

/** A route such as `GET /numbers/:id`. */
export function route(pattern: string, handle: Route["handle"]): Route {
  const [method = "", path = ""] = pattern.split(" ");
  return { method, parts: path.split("/"), handle };
}

/** The values of the route's parameters if the path fits it. */
export function matchRoute(
  candidate: Route,
  method: string,
  path: string[],
): Record<string, string> | undefined {
  if (candidate.method !== method || candidate.parts.length !== path.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of candidate.parts.entries()) {
    const given = path[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = given;
    else if (part !== given) return undefined;
  }
  return params;
}
