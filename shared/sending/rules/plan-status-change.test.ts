import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ReportedStatus } from "../../whatsapp/reading/reported-status.ts";
import { isAccepted, type OutboundStatus } from "../../conversations/rules/message-status.ts";
import { planStatusChange } from "./plan-status-change.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, seconds));

function report(word: string, change: Partial<ReportedStatus> = {}): ReportedStatus {
  return { wamid: "wamid.1", word, occurredAt: at(30), errors: [], ...change };
}

const sent = { status: "accepted" as OutboundStatus, wamid: "wamid.1", acceptedAt: at(0) };
const unknown = { status: "unknown" as OutboundStatus, wamid: null, acceptedAt: null };

describe("a report", () => {
  test("moves the message on and keeps its own time", () => {
    expect(planStatusChange(sent, report("sent"))).toEqual({
      status: "sent",
      nowAccepted: false,
      nowFailed: false,
    });
    expect(planStatusChange(sent, report("delivered"))).toMatchObject({
      status: "delivered",
      deliveredAt: at(30),
    });
    expect(planStatusChange(sent, report("read"))).toMatchObject({ status: "read", readAt: at(30) });
  });

  test("that WhatsApp has it, of whatever time, leaves the earliest, and its answer gives the place in the history", () => {
    expect(planStatusChange(unknown, report("accepted"))).toMatchObject({
      acceptedAt: at(30),
      sentAt: at(30),
    });
    const later = { ...sent, acceptedAt: at(40) };
    expect(planStatusChange(later, report("read"))).toMatchObject({ acceptedAt: at(30), nowAccepted: false });
    expect(planStatusChange(sent, report("read"))).not.toHaveProperty("acceptedAt");
    expect(planStatusChange(sent, report("read"))).not.toHaveProperty("sentAt");
  });

  test("that WhatsApp had taken what failed then counts it all the same", () => {
    const failed = { ...unknown, status: "failed" as const };
    expect(planStatusChange(failed, report("sent"))).toMatchObject({ status: "failed", nowAccepted: true });
  });

  test("that comes late keeps the status, and still its own time", () => {
    const read = { ...sent, status: "read" as const };
    expect(planStatusChange(read, report("delivered"))).toEqual({
      status: "read",
      deliveredAt: at(30),
      nowAccepted: false,
      nowFailed: false,
    });
  });

  test.each([
    ["an unknown word", sent, report("deleted")],
    ["a lower status that leaves no time", { ...sent, status: "read" as const }, report("sent")],
    [
      "a failure of what was delivered",
      { ...sent, status: "delivered" as const },
      report("failed", { errorCode: 1 }),
    ],
    ["a second failure", { ...sent, status: "failed" as const }, report("failed", { errorCode: 1 })],
  ])("of %s changes nothing", (_what, known, reported) => {
    expect(planStatusChange(known, reported)).toBeUndefined();
  });

  test.each(["sent", "delivered", "read", "played"])(
    "of %s settles a send of unknown outcome as taken, and gives its id",
    (word) => {
      expect(planStatusChange(unknown, report(word))).toMatchObject({
        status: word,
        wamid: "wamid.1",
        acceptedAt: at(30),
        nowAccepted: true,
        nowFailed: false,
      });
    },
  );

  test("of a failure settles a send of unknown outcome as not taken, with its reason", () => {
    const failure = report("failed", { errorCode: 131047, errorDetail: "Re-engagement message" });
    expect(planStatusChange(unknown, failure)).toEqual({
      status: "failed",
      wamid: "wamid.1",
      failedAt: at(30),
      errorCode: 131047,
      errorDetail: "Re-engagement message",
      nowAccepted: false,
      nowFailed: true,
    });
  });
});

test("whatever the order of the reports, a message is accepted and fails at most once", () => {
  const reports = fc.array(fc.constantFrom("sent", "delivered", "read", "failed", "deleted"), {
    maxLength: 12,
  });
  const starts = fc.constantFrom<OutboundStatus>("sending", "unknown", "unconfirmed");
  fc.assert(
    fc.property(starts, reports, (start, words) => {
      let known: { status: OutboundStatus; wamid: string | null; acceptedAt: Date | null } = {
        ...unknown,
        status: start,
      };
      let [accepted, failed] = [0, 0];
      for (const word of words) {
        const plan = planStatusChange(known, report(word));
        if (plan === undefined) continue;
        accepted += plan.nowAccepted ? 1 : 0;
        failed += plan.nowFailed ? 1 : 0;
        known = {
          status: plan.status,
          wamid: plan.wamid ?? known.wamid,
          acceptedAt: plan.acceptedAt ?? known.acceptedAt,
        };
      }
      expect(accepted).toBe(words.some((word) => isAccepted(word as OutboundStatus)) ? 1 : 0);
      expect(failed).toBeLessThanOrEqual(1);
      if (!words.some((word) => ["sent", "delivered", "read"].includes(word))) expect(accepted).toBe(0);
    }),
  );
});

test("what one of a group did moves the message no further than sent, and their failure fails nothing", () => {
  const known = { status: "accepted", wamid: "wamid.1", acceptedAt: new Date(0) } as const;
  const ofOne = (word: string) => ({
    wamid: "wamid.1",
    word,
    occurredAt: new Date(1),
    isParticipants: true as const,
  });
  for (const word of ["sent", "delivered", "read"])
    expect(planStatusChange(known, ofOne(word))).toEqual({
      status: "sent",
      nowAccepted: false,
      nowFailed: false,
    });
  expect(planStatusChange(known, ofOne("failed"))).toBeUndefined();
});
