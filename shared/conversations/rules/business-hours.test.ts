import { describe, expect, test } from "vitest";
import { type BusinessHours, businessHoursSchema, openingAt } from "./business-hours.ts";

const office = [{ from: "09:00", to: "17:00" }];
const weekly = { monday: office, tuesday: office, wednesday: office, thursday: office, friday: office };

describe("an outlet with hours", () => {
  test.each([
    ["before it opens", "2026-11-30T08:59:00+07:00", "2026-11-30T09:00:00+07:00"],
    ["in the evening", "2026-11-30T17:00:00+07:00", "2026-12-01T09:00:00+07:00"],
    ["at the weekend", "2026-12-05T10:00:00+07:00", "2026-12-07T09:00:00+07:00"],
  ])("%s is closed, and knows when it opens", (_when, at, opensAt) => {
    expect(openingAt({ weekly }, new Date(at), "Asia/Jakarta")).toEqual({
      isOpen: false,
      opensAt: new Date(opensAt),
    });
  });

  test.each(["2026-11-30T09:00:00+07:00", "2026-11-30T16:59:59+07:00"])("is open at %s", (at) => {
    expect(openingAt({ weekly }, new Date(at), "Asia/Jakarta")).toEqual({ isOpen: true });
  });

  test("is closed on a holiday, and open on a Saturday that differs", () => {
    const exceptions = [
      { date: "2026-12-25", open: [], note: "Christmas" },
      { date: "2026-12-26", open: [{ from: "10:00", to: "12:00" }] },
    ];
    expect(openingAt({ weekly, exceptions }, new Date("2026-12-25T10:00:00Z"), "UTC")).toEqual({
      isOpen: false,
      opensAt: new Date("2026-12-26T10:00:00Z"),
    });
  });

  test("that closes after midnight is open until then, also on a day without hours", () => {
    const bar: BusinessHours = { weekly: { friday: [{ from: "18:00", to: "02:00" }] } };
    expect(openingAt(bar, new Date("2026-12-05T01:59:00Z"), "UTC")).toEqual({ isOpen: true });
    expect(openingAt(bar, new Date("2026-12-05T02:00:00Z"), "UTC")).toMatchObject({ isOpen: false });
  });

  test("all day, and every day, is never closed", () => {
    const all = [{ from: "00:00", to: "24:00" }];
    const hours: BusinessHours = { weekly: { ...weekly, monday: all, tuesday: all } };
    expect(openingAt(hours, new Date("2026-11-30T23:59:59Z"), "UTC")).toEqual({ isOpen: true });
    expect(openingAt(hours, new Date("2026-12-01T00:00:00Z"), "UTC")).toEqual({ isOpen: true });
  });

  test("without a day it never opens, and says so", () => {
    expect(openingAt({ weekly: {} }, new Date(), "UTC")).toEqual({ isOpen: false, opensAt: undefined });
  });
});

describe("when the clocks change", () => {
  const sundays: BusinessHours = { weekly: { sunday: [{ from: "09:00", to: "17:00" }] } };

  test.each([
    ["forward", "2026-03-29T06:59:00Z", "2026-03-29T07:00:00Z"],
    ["back", "2026-10-25T07:59:00Z", "2026-10-25T08:00:00Z"],
  ])("%s, it opens at the same local time", (_way, before, opens) => {
    expect(openingAt(sundays, new Date(before), "Europe/Berlin")).toEqual({
      isOpen: false,
      opensAt: new Date(opens),
    });
    expect(openingAt(sundays, new Date(opens), "Europe/Berlin")).toEqual({ isOpen: true });
  });

  test("a span that begins in the skipped hour begins as much later; one that lies in it does not exist", () => {
    const early: BusinessHours = { weekly: { sunday: [{ from: "02:30", to: "04:00" }] } };
    expect(openingAt(early, new Date("2026-03-29T01:29:00Z"), "Europe/Berlin")).toEqual({
      isOpen: false,
      opensAt: new Date("2026-03-29T01:30:00Z"),
    });
    const within: BusinessHours = { weekly: { sunday: [{ from: "02:10", to: "03:05" }] } };
    expect(openingAt(within, new Date("2026-03-29T00:30:00Z"), "Europe/Berlin")).not.toEqual({
      isOpen: false,
      opensAt: new Date("2026-03-29T01:10:00Z"),
    });
  });
});

test.each([
  [{ weekly: { monday: [{ from: "9", to: "17:00" }] } }],
  [{ weekly: { monday: [{ from: "09:00", to: "09:00" }] } }],
  [{ weekly: {}, timeZone: "Mars/Olympus" }],
  [{ weekly: {}, exceptions: [{ date: "2026-02-30", open: [] }] }],
  [{ weekly: {}, exceptions: ["2026-12-25", "2026-12-25"].map((date) => ({ date, open: [] })) }],
  [{ weekly: { someday: [] } }],
])("hours that mean nothing are refused: %j", (hours) => {
  expect(businessHoursSchema.safeParse(hours).success).toBe(false);
});
