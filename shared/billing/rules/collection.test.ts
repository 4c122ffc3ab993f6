import fc from "fast-check";
import { expect, test } from "vitest";
import { type InvoiceNoticeKind, planCollection } from "./collection.ts";

const dayMs = 86_400_000;
const dueAt = new Date("2026-03-01T00:00:00Z");
const day = (count: number) => new Date(dueAt.getTime() + count * dayMs);

test("nothing happens before the due day", () => {
  expect(planCollection({ dueAt, graceDays: 8, toldAt: { issued: day(-14) } }, day(-0.01))).toBeUndefined();
});

test("then a reminder, the last one after half of the grace, the suspension after the other half", () => {
  const toldAt: Partial<Record<InvoiceNoticeKind, Date>> = {};
  expect(planCollection({ dueAt, graceDays: 8, toldAt }, day(0))).toEqual({
    kind: "overdue",
    suspendsAt: day(8),
  });
  toldAt.overdue = day(0);
  expect(planCollection({ dueAt, graceDays: 8, toldAt }, day(3.9))).toBeUndefined();
  expect(planCollection({ dueAt, graceDays: 8, toldAt }, day(4))).toEqual({
    kind: "last_reminder",
    suspendsAt: day(8),
  });
  toldAt.last_reminder = day(4);
  expect(planCollection({ dueAt, graceDays: 8, toldAt }, day(7.9))).toBeUndefined();
  expect(planCollection({ dueAt, graceDays: 8, toldAt }, day(8))).toEqual({ kind: "suspend" });
});

test("nobody is suspended before the day that the last reminder named, however rarely anything runs", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30 }),
      fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { maxLength: 12 }),
      (graceDays, pauses) => {
        const toldAt: Partial<Record<InvoiceNoticeKind, Date>> = {};
        let now = day(-5);
        let suspendsAt: Date | undefined;
        for (const pause of pauses) {
          now = new Date(now.getTime() + pause * dayMs);
          const step = planCollection({ dueAt, graceDays, toldAt }, now);
          if (step === undefined) continue;
          if (step.kind === "suspend") {
            expect(suspendsAt).toBeDefined();
            expect(now.getTime()).toBeGreaterThanOrEqual(suspendsAt?.getTime() ?? Infinity);
            return;
          }
          toldAt[step.kind] = now;
          ({ suspendsAt } = step);
        }
      },
    ),
  );
});
