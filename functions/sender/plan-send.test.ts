import { describe, expect, test } from "vitest";
import type { OutboundStatus } from "../../shared/conversations/rules/message-status.ts";
import { planSend } from "./plan-send.ts";
import { isServiceWindowOpen } from "../../shared/conversations/rules/service-window.ts";

const now = new Date("2026-11-20T10:00:00Z");
const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);
const hour = 3_600_000;

const ready = {
  status: "queued" as OutboundStatus,
  messageEpoch: 3,
  isTurn: true,
  hasHumanWritten: false,
  isClosed: false,
  leaseUntil: null,
  conversationEpoch: 3,
  lastCustomerMessageAt: before(hour),
  isTemplate: false,
  notBefore: null,
  contactBlocked: false,
  now,
};

describe("a stored message", () => {
  test.each([
    ["is sent in its own epoch, within the window", {}, { kind: "send" }],
    ["is sent in any epoch when it has none", { messageEpoch: null, conversationEpoch: 9 }, { kind: "send" }],
    ["waits while another attempt holds it", { status: "sending", leaseUntil: before(-1) }, { kind: "wait" }],
    [
      "may have left once that attempt's time is up",
      { status: "sending", leaseUntil: now },
      { kind: "unknown" },
    ],
    ["may have left when nobody knows whose attempt it was", { status: "sending" }, { kind: "unknown" }],
    [
      "is canceled after a newer word of the customer",
      { conversationEpoch: 4 },
      { kind: "cancel", reason: "superseded" },
    ],
    [
      "that answers nothing, a notice, is sent after a newer word of the customer",
      { isTurn: false, conversationEpoch: 4 },
      { kind: "send" },
    ],
    [
      "that is a notice is canceled once a human has written",
      { isTurn: false, hasHumanWritten: true },
      { kind: "cancel", reason: "superseded" },
    ],
    [
      "of the bot's, be it a notice, is canceled once the conversation is closed",
      { isTurn: false, isClosed: true },
      { kind: "cancel", reason: "superseded" },
    ],
    [
      "of a human's is sent all the same when the conversation is closed",
      { messageEpoch: null, isClosed: true },
      { kind: "send" },
    ],
    ["is canceled for a blocked customer", { contactBlocked: true }, { kind: "cancel", reason: "blocked" }],
    [
      "is canceled for a blocked customer also without an epoch",
      { contactBlocked: true, messageEpoch: null },
      { kind: "cancel", reason: "blocked" },
    ],
    [
      "needs a template after the window",
      { lastCustomerMessageAt: before(24 * hour) },
      { kind: "needs-template" },
    ],
    [
      "needs a template where the customer never wrote",
      { lastCustomerMessageAt: null },
      { kind: "needs-template" },
    ],
    [
      "that is a template needs no window",
      { isTemplate: true, lastCustomerMessageAt: null },
      { kind: "send" },
    ],
    ["waits for its time", { notBefore: before(-1) }, { kind: "not-yet", until: before(-1) }],
    ["goes when its time has come", { notBefore: now }, { kind: "send" }],
    [
      "is canceled without waiting for its time",
      { conversationEpoch: 4, notBefore: before(-1) },
      { kind: "cancel", reason: "superseded" },
    ],
    [
      "is rather canceled than sent as a template",
      { conversationEpoch: 4, lastCustomerMessageAt: null },
      { kind: "cancel", reason: "superseded" },
    ],
  ] as const)("%s", (_what, facts, plan) => {
    expect(planSend({ ...ready, ...facts })).toEqual(plan);
  });

  test.each<OutboundStatus>([
    "unknown",
    "unconfirmed",
    "accepted",
    "sent",
    "delivered",
    "read",
    "failed",
    "canceled",
  ])("is never sent again once it is %s", (status) => {
    expect(planSend({ ...ready, status })).toEqual({ kind: "done", status });
  });
});

test("the window is open for a day from the customer's last word, less what clocks may differ", () => {
  expect(isServiceWindowOpen(now, now)).toBe(true);
  expect(isServiceWindowOpen(before(24 * hour - 121_000), now)).toBe(true);
  expect(isServiceWindowOpen(before(24 * hour - 120_000), now)).toBe(false);
  expect(isServiceWindowOpen(null, now)).toBe(false);
});
