import type { IncomingMessage, ServerResponse } from "node:http";
import type { Warehouse } from "../warehouse.ts";
import { ApiError } from "./api-error.ts";
import { readBody } from "./read-body.ts";
import { findRoute } from "./routes.ts";

/** Answers one request. There is no authentication: whatever `Authorization` says is ignored. */
export async function serve(
  warehouse: Warehouse,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const url = new URL(request.url ?? "/", "http://localhost");
    const { handle, names } = findRoute(`${request.method}`, url.pathname);
    const body = await readBody(request);
    const answer = await handle({ warehouse, names, query: url.searchParams, body });
    send(response, answer === undefined ? 204 : 200, answer);
  } catch (error) {
    const known =
      error instanceof ApiError ? error : new ApiError(500, "backendError", "An internal error occurred");
    if (known !== error) console.error("local BigQuery:", error);
    const { status, reason, message } = known;
    const errors = [{ message, domain: "global", reason }];
    send(response, status, { error: { code: status, message, errors } });
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8" });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
