import { describe, expect, test } from "vitest";
import {
  accountNotFound,
  describeRefusal,
  isWhatsAppReason,
  pausesOutlet,
  wrongAccount,
} from "./outlet-problem.ts";

describe("a refusal of WhatsApp's", () => {
  test.each([
    [0, "token-invalid"],
    [190, "token-invalid"],
    [10, "permission-missing"],
    [250, "permission-missing"],
    [33, "number-not-found"],
    [368, "account-blocked"],
    [131042, "payment-problem"],
    [131048, "spam-limit"],
    [133010, "number-not-registered"],
    [131064, "whatsapp-refused"],
  ])("%i is told as %s, pauses the outlet, and is one that it may be resumed from", (code, reason) => {
    const problem = describeRefusal(code);
    expect(problem.reason).toBe(reason);
    expect(problem.message).toMatch(/^[A-Z].+\.$/);
    expect(pausesOutlet({ code })).toBe(true);
    expect(isWhatsAppReason(problem.reason)).toBe(true);
  });

  test("names the code where there are no words for it", () => {
    expect(describeRefusal(131064).message).toContain("131064");
  });

  test.each([4, 130429, 131056, 131000, 131026, 131047, 100])("%i does not pause the outlet", (code) => {
    expect(pausesOutlet({ code })).toBe(false);
  });

  test.each([131030, 137000, 132015, 132016])(
    "%i concerns one contact or template, not the outlet",
    (code) => {
      expect(pausesOutlet({ code })).toBe(false);
    },
  );
});

test("what a person decided is no reason of WhatsApp's", () => {
  expect([accountNotFound, wrongAccount].map(({ reason }) => isWhatsAppReason(reason))).toEqual([true, true]);
  expect([null, "", "closed-for-holidays"].map(isWhatsAppReason)).toEqual([false, false, false]);
});
