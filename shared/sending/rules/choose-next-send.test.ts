import { expect, test } from "vitest";
import { chooseNextSend, type Waiting } from "./choose-next-send.ts";

const now = new Date("2026-11-20T10:00:00Z");
const later = new Date(now.getTime() + 1_000);
const queued = (id: string, conversationId = "c"): Waiting => ({
  id,
  conversationId,
  status: "queued",
  leaseUntil: null,
});
const sending = (id: string, leaseUntil: Date, conversationId = "c"): Waiting => ({
  id,
  conversationId,
  status: "sending",
  leaseUntil,
});
const choose = (waiting: Waiting[], wantedId: string) =>
  chooseNextSend(waiting, { wantedId, conversationId: "c", now });

test("what was written first goes first", () => {
  expect(choose([queued("1"), queued("2")], "2")).toEqual({ kind: "this", id: "1" });
  expect(choose([queued("1"), queued("2")], "1")).toEqual({ kind: "this", id: "1" });
});

test("another conversation with the customer has an order of its own", () => {
  expect(choose([queued("1", "d"), queued("2")], "2")).toEqual({ kind: "this", id: "2" });
});

test("only one at a time is on its way to a customer", () => {
  expect(choose([sending("1", later, "d"), queued("2")], "2")).toEqual({ kind: "in-flight" });
});

test("an abandoned send of the conversation is settled first, another conversation's holds nobody up", () => {
  expect(choose([sending("1", now), queued("2")], "2")).toEqual({ kind: "this", id: "1" });
  expect(choose([sending("1", now, "d"), queued("2")], "2")).toEqual({ kind: "this", id: "2" });
});

test("one that waits no more is looked at itself", () => {
  expect(choose([queued("1")], "0")).toEqual({ kind: "this", id: "0" });
});
