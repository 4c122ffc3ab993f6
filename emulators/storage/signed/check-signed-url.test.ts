import { describe, expect, test } from "vitest";
import { checkSignedUrl } from "./check-signed-url.ts";

const now = Date.parse("2026-01-31T12:00:00Z");
const good = {
  "X-Goog-Algorithm": "GOOG4-RSA-SHA256",
  "X-Goog-Credential": "robot@example.com/20260131/auto/storage/goog4_request",
  "X-Goog-Date": "20260131T115000Z",
  "X-Goog-Expires": "900",
  "X-Goog-SignedHeaders": "content-type;host",
  "X-Goog-Signature": "00",
};

function check(
  changed: Record<string, string>,
  headers: Record<string, string> = { host: "h", "content-type": "t" },
) {
  return () => checkSignedUrl(new URLSearchParams({ ...good, ...changed }), headers, now);
}

test("a V4 signed URL in its time is accepted", () => {
  expect(check({})).not.toThrow();
});

describe("refused is", () => {
  test.each([
    ["one past its expiry", { "X-Goog-Expires": "599" }, 400, "ExpiredToken"],
    ["one that lasts over a week", { "X-Goog-Expires": "604801" }, 400, "InvalidQueryParameter"],
    ["one dated far ahead", { "X-Goog-Date": "20260131T121501Z" }, 403, "AccessDenied"],
    ["one whose date is none", { "X-Goog-Date": "yesterday" }, 400, "InvalidQueryParameter"],
    ["one without credential", { "X-Goog-Credential": "" }, 400, "InvalidQueryParameter"],
    ["one of version 2", { Signature: "abc" }, 403, "AccessDenied"],
  ])("%s", (_, changed, status, reason) => {
    expect(check(changed)).toThrow(expect.objectContaining({ status, reason }));
  });

  test("a request without a signed header", () => {
    expect(check({}, { host: "h" })).toThrow(expect.objectContaining({ reason: "SignatureDoesNotMatch" }));
  });

  test("a request that is not signed at all", () => {
    expect(() => checkSignedUrl(new URLSearchParams(), {}, now)).toThrow(
      expect.objectContaining({ status: 403, reason: "AccessDenied" }),
    );
  });
});
