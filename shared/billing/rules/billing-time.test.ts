import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { periodBoundary, periodIndexAt } from "./period-boundary.ts";

const zones = [
  "UTC",
  "Asia/Jakarta",
  "America/Sao_Paulo",
  "America/New_York",
  "Europe/Berlin",
  "Africa/Cairo",
  "Asia/Beirut",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Kiritimati",
  "America/St_Johns",
];

function boundaries(anchor: string, zone: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => periodBoundary(anchor, index, zone).toISOString());
}

describe("periods begin", () => {
  test("on the anchor's day, or the last of a month that lacks it, and on the anchor's day again after", () => {
    expect(boundaries("2024-01-31", "UTC", 5).map((at) => at.slice(0, 10))).toEqual([
      "2024-01-31",
      "2024-02-29",
      "2024-03-31",
      "2024-04-30",
      "2024-05-31",
    ]);
    expect(boundaries("2025-01-31", "UTC", 2)[1]).toBe("2025-02-28T00:00:00.000Z");
  });

  test("at the place's midnight on both sides of a clock change", () => {
    expect(boundaries("2026-03-15", "America/New_York", 2)).toEqual([
      "2026-03-15T04:00:00.000Z",
      "2026-04-15T04:00:00.000Z",
    ]);
    expect(boundaries("2026-03-01", "America/New_York", 2)).toEqual([
      "2026-03-01T05:00:00.000Z",
      "2026-04-01T04:00:00.000Z",
    ]);
  });

  test("at the day's first moment where a clock change skips midnight", () => {
    // Beirut went from 00:00 to 01:00 on 27 March 2022.
    expect(periodBoundary("2022-02-27", 1, "Asia/Beirut").toISOString()).toBe("2022-03-26T22:00:00.000Z");
    // Sao Paulo from 00:00 to 01:00 on 4 November 2018.
    expect(periodBoundary("2018-10-04", 1, "America/Sao_Paulo").toISOString()).toBe(
      "2018-11-04T03:00:00.000Z",
    );
  });
});

test("every moment lies in the one period that its index names, in every zone", () => {
  const day = fc
    .date({
      min: new Date("2015-01-01T00:00:00Z"),
      max: new Date("2035-12-31T00:00:00Z"),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString().slice(0, 10));
  const moment = fc.date({
    min: new Date("2015-01-01T00:00:00Z"),
    max: new Date("2040-12-31T00:00:00Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(day, moment, fc.constantFrom(...zones), (anchor, at, zone) => {
      const index = periodIndexAt(anchor, at, zone);
      expect(periodBoundary(anchor, index, zone) <= at).toBe(true);
      expect(at < periodBoundary(anchor, index + 1, zone)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
