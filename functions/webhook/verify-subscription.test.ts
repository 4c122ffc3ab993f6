import { expect, test } from "vitest";
import { HttpProblem } from "../../shared/runtime/errors.ts";
import type { HttpRequest } from "../../shared/runtime/on-http.ts";
import { buildHttpRequest } from "../../shared/testing/http-request.ts";
import { verifySubscription } from "./verify-subscription.ts";

const ours = { "hub.mode": "subscribe", "hub.verify_token": "our-token", "hub.challenge": "1158201444" };

function ask(query: HttpRequest["query"]) {
  return verifySubscription(buildHttpRequest({ method: "GET", query }), "our-token");
}

test("the handshake with our token is answered with the challenge and nothing else, as plain text", () => {
  expect(ask(ours)).toEqual({
    status: 200,
    body: "1158201444",
    headers: { "content-type": "text/plain", "x-content-type-options": "nosniff" },
  });
});

test.each([
  ["another token", { ...ours, "hub.verify_token": "our-tokem" }],
  ["a beginning of our token", { ...ours, "hub.verify_token": "our" }],
  ["no token", { ...ours, "hub.verify_token": undefined }],
  ["an empty token", { ...ours, "hub.verify_token": "" }],
  ["another mode", { ...ours, "hub.mode": "unsubscribe" }],
  ["no mode", { ...ours, "hub.mode": undefined }],
  ["no challenge", { ...ours, "hub.challenge": undefined }],
  ["nothing", {}],
])("the handshake with %s is forbidden", (_what, query) => {
  expect(() => ask(query)).toThrow(new HttpProblem("forbidden"));
});
