import type { ServerResponse } from "node:http";

/** Sends a JSON body; a truncated one breaks off in the middle though its length is right. */
export function sendJson(response: ServerResponse, status: number, body: unknown, isTruncated = false): void {
  const json = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json" });
  response.end(isTruncated ? json.slice(0, json.length / 2) : json);
}

type StreamFault = {
  /** The connection is lost half way. */
  truncate?: boolean | undefined;
  /** Nothing comes after so many events, and no end. */
  stallAfter?: number | undefined;
};

/** Sends server-sent events with their closing `[DONE]`. */
export function sendEvents(
  response: ServerResponse,
  events: readonly unknown[],
  { truncate = false, stallAfter }: StreamFault = {},
): void {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
  });
  const sent = events.slice(0, stallAfter ?? (truncate ? events.length / 2 : events.length));
  for (const event of sent) response.write(`data: ${JSON.stringify(event)}\n\n`);
  if (stallAfter !== undefined) return;
  // A comment after the cut makes sure that what came before has left before the socket goes.
  if (truncate) response.write(": cut\n\n", () => response.destroy());
  else response.end("data: [DONE]\n\n");
}
