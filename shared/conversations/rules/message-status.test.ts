import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advanceStatus, isAccepted, type OutboundStatus, statusOfWord } from "./message-status.ts";

const all: OutboundStatus[] = [
  "queued",
  "sending",
  "unknown",
  "unconfirmed",
  "canceled",
  "accepted",
  "sent",
  "failed",
  "delivered",
  "read",
  "played",
];
const words = ["accepted", "sent", "delivered", "read", "played", "failed"] as const;

describe("a status", () => {
  test.each<[OutboundStatus, OutboundStatus, OutboundStatus]>([
    ["accepted", "sent", "sent"],
    ["sent", "read", "read"],
    ["read", "delivered", "read"],
    ["delivered", "delivered", "delivered"],
    ["sent", "failed", "failed"],
    ["failed", "sent", "failed"],
    ["failed", "delivered", "delivered"],
    ["delivered", "failed", "delivered"],
    ["unknown", "sent", "sent"],
    ["unconfirmed", "delivered", "delivered"],
    ["unconfirmed", "failed", "failed"],
    ["sending", "sent", "sent"],
  ])("%s becomes, when %s is reported, %s", (current, reported, after) => {
    expect(advanceStatus(current, reported)).toBe(after);
  });

  test("ends the same in whatever order and however often the reports come", () => {
    const reports = fc.array(fc.constantFrom(...words), { minLength: 1 });
    const orders = reports.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: 2 * list.length })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...all), orders, (start, [inOrder, shuffled]) => {
        expect(shuffled.reduce(advanceStatus, start)).toBe(inOrder.reduce(advanceStatus, start));
      }),
    );
  });

  test("never moves down", () => {
    for (const current of all) {
      for (const reported of all) {
        const after = advanceStatus(current, reported);
        expect(advanceStatus(after, current)).toBe(after);
        expect(isAccepted(current) && !isAccepted(after) ? reported : "failed").toBe("failed");
      }
    }
  });
});

test("words that change nothing are no status of ours", () => {
  expect(words.map(statusOfWord)).toEqual(words);
  expect(["deleted", "warning", "queued", "SENT", "", "toString"].map(statusOfWord)).toEqual(
    Array.from({ length: 6 }),
  );
});
