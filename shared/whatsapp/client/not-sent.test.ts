import { expect, test } from "vitest";
import { notSentReason } from "./not-sent.ts";

function failure(...codes: string[]): Error {
  const causes = codes.map((code) => Object.assign(new Error("network"), { code }));
  return new TypeError("fetch failed", {
    cause: codes.length === 1 ? causes[0] : new AggregateError(causes),
  });
}

test.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "CERT_HAS_EXPIRED"])(
  "%s comes before the first byte, so nothing was sent",
  (code) => {
    expect(notSentReason(failure(code))).toBe(code);
  },
);

test.each(["ECONNRESET", "EPIPE", "ETIMEDOUT", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT"])(
  "%s may come after the request was written, so the outcome is open",
  (code) => {
    expect(notSentReason(failure(code))).toBeUndefined();
  },
);

test("of several addresses tried, each has to have failed before the first byte", () => {
  expect(notSentReason(failure("ECONNREFUSED", "ENETUNREACH"))).toBe("ECONNREFUSED");
  expect(notSentReason(failure("ECONNREFUSED", "ECONNRESET"))).toBeUndefined();
});

test("what is no network failure tells nothing", () => {
  expect(notSentReason(new Error("other"))).toBeUndefined();
  expect(notSentReason("text")).toBeUndefined();
});
