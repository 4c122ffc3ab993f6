import { createHash, timingSafeEqual } from "node:crypto";
import { HttpProblem } from "../../shared/runtime/errors.ts";
import type { HttpReply, HttpRequest } from "../../shared/runtime/on-http.ts";

/**
 * Meta's handshake when the callback URL is set: answers the challenge as plain text if the token is ours.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
 */
export function verifySubscription({ query }: HttpRequest, verifyToken: string): HttpReply {
  const challenge = query["hub.challenge"];
  const ours = query["hub.mode"] === "subscribe" && sameText(query["hub.verify_token"] ?? "", verifyToken);
  if (!ours || challenge === undefined) throw new HttpProblem("forbidden");
  return {
    status: 200,
    body: challenge,
    headers: { "content-type": "text/plain", "x-content-type-options": "nosniff" },
  };
}

/** In constant time whatever the lengths: digests are compared. */
function sameText(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash("sha256").update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
