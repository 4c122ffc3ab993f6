import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { HttpProblem } from "./errors.ts";

/**
 * Leaves the bodies of these requests to their handler: hides from the framework, before it looks, that they have one.
 * It would read up to 1 GiB and parse it before a signature or a sign-in is checked, and answer what it cannot parse
 * with a page of its own. The channel is Node's own, https://nodejs.org/api/diagnostics_channel.html#http
 */
export function ownBodies(isOurs: (request: IncomingMessage) => boolean): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    if (!isOurs(request)) return;
    // Not deleted, which would slow down every later look at the headers.
    request.headers["content-length"] = undefined;
    request.headers["transfer-encoding"] = undefined;
  });
}

/** A body of 3 MB takes this long at 2.4 Mbit/s; who sends slower than that holds a place that others need. */
const maxBodyMs = 10_000;

/**
 * The body's bytes; a `too-large` problem as soon as there are more than `maxBytes`, and a `too-slow` one when they are
 * not all there in ten seconds.
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  timeoutMs = maxBodyMs,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new HttpProblem("too-slow")), timeoutMs);
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else reject(new HttpProblem("too-large"));
    });
    request.on("end", () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks, Math.min(length, maxBytes)));
    });
    request.on("error", reject);
    // Every request closes; one that was not complete by then broke off.
    request.on("close", () => {
      clearTimeout(timer);
      if (!request.complete) reject(new HttpProblem("bad-request", "the body broke off"));
    });
  });
}
