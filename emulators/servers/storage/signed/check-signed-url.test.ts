import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { stringToSign } from "./canonical-request.ts";
import { checkSignedUrl } from "./check-signed-url.ts";

const now = Date.parse("2026-01-31T12:00:00Z");
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const signers = { "robot@example.com": publicKey.export({ type: "spki", format: "pem" }).toString() };
const scope = "20260131/auto/storage/goog4_request";
const good = {
  "X-Goog-Algorithm": "GOOG4-RSA-SHA256",
  "X-Goog-Credential": `robot@example.com/${scope}`,
  "X-Goog-Date": "20260131T115000Z",
  "X-Goog-Expires": "900",
  "X-Goog-SignedHeaders": "content-type;host",
};
type Headers = Record<string, string>;
const sent: Headers = { host: "h:9199", "content-type": "t" };

/** Signs the changed query properly, then asks with it. */
function check(changed: Record<string, string>, headers: Headers = sent, asked: Headers = headers) {
  const query = new URLSearchParams({ ...good, ...changed });
  const request = { method: "GET", path: "/bucket/a%20b", query, headers };
  const signature = sign("sha256", Buffer.from(stringToSign(request, scope)), privateKey).toString("hex");
  query.set("X-Goog-Signature", signature);
  return () => checkSignedUrl({ ...request, headers: asked }, signers, now);
}

test("a V4 signed URL in its time is accepted, whatever the port and the spaces", () => {
  expect(check({})).not.toThrow();
  expect(check({}, sent, { ...sent, host: "h" })).not.toThrow();
  expect(check({}, { ...sent, "content-type": "a b" }, { ...sent, "content-type": " a   b " })).not.toThrow();
});

describe("refused is", () => {
  test.each([
    ["one past its expiry", { "X-Goog-Expires": "599" }, 400, "ExpiredToken"],
    ["one that lasts over a week", { "X-Goog-Expires": "604801" }, 400, "InvalidQueryParameter"],
    ["one dated far ahead", { "X-Goog-Date": "20260131T121501Z" }, 403, "AccessDenied"],
    ["one whose date is none", { "X-Goog-Date": "yesterday" }, 400, "InvalidQueryParameter"],
    ["one without credential", { "X-Goog-Credential": "" }, 400, "InvalidQueryParameter"],
    [
      "one whose credential is of another day",
      { "X-Goog-Credential": "robot@example.com/20260130/auto/storage/goog4_request" },
      400,
      "InvalidQueryParameter",
    ],
    ["one by nobody known", { "X-Goog-Credential": `constructor/${scope}` }, 403, "AccessDenied"],
    ["one of another algorithm", { "X-Goog-Algorithm": "none" }, 400, "InvalidQueryParameter"],
    [
      "one that does not sign the host",
      { "X-Goog-SignedHeaders": "content-type" },
      403,
      "SignatureDoesNotMatch",
    ],
    ["one of version 2", { Signature: "abc" }, 403, "AccessDenied"],
  ])("%s", (_, changed, status, reason) => {
    expect(check(changed)).toThrow(expect.objectContaining({ status, reason }));
  });

  test.each<[string, Headers]>([
    ["without a signed header", { host: "h" }],
    ["with another value of a signed header", { ...sent, "content-type": "text/html" }],
    ["of another host", { ...sent, host: "elsewhere" }],
  ])("a request %s", (_, asked) => {
    expect(check({}, sent, asked)).toThrow(expect.objectContaining({ reason: "SignatureDoesNotMatch" }));
  });

  test("a request that is not signed at all", () => {
    const request = { method: "GET", path: "/", query: new URLSearchParams(), headers: {} };
    expect(() => checkSignedUrl(request, signers, now)).toThrow(
      expect.objectContaining({ status: 403, reason: "AccessDenied" }),
    );
  });
});
