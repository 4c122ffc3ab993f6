import { Temporal } from "temporal-polyfill";

/**
 * Where the period of this index starts: midnight, in the time zone, of the anchor's day so many months on. A day that
 * a month lacks becomes its last day, and the months after it have the anchor's day again. Where a clock change skips
 * midnight, the day's first moment.
 */
export function periodBoundary(anchorDate: string, index: number, timeZone: string): Date {
  const day = Temporal.PlainDate.from(anchorDate).add({ months: index });
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds);
}

/** The day's first moment, so many days after the given moment's own day. */
export function dayStart(at: Date, days: number, timeZone: string): Date {
  const day = localDay(at, timeZone).add({ days });
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds);
}

/** The calendar day there at that moment, `YYYY-MM-DD`. */
export function localDate(at: Date, timeZone: string): string {
  return localDay(at, timeZone).toString();
}

/** The index of the period that holds the moment. */
export function periodIndexAt(anchorDate: string, at: Date, timeZone: string): number {
  const { months } = Temporal.PlainDate.from(anchorDate).until(localDay(at, timeZone), {
    largestUnit: "month",
  });
  // Whole months between days of different lengths may be off by one.
  let index = months - 1;
  while (periodBoundary(anchorDate, index + 1, timeZone) <= at) index += 1;
  return index;
}

function localDay(at: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}
