import { Temporal } from "temporal-polyfill";
import { z } from "zod";

const from = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time as 09:00");
const to = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, "must be a time as 17:30, or 24:00");
const spans = z
  .array(
    z
      .strictObject({ from, to })
      .refine((span) => span.from !== span.to, "is empty; for all day take 00:00 to 24:00"),
  )
  .max(6);

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/**
 * When people answer: a weekly table of local times, and days that differ from it. A span whose end is not after its
 * start ends on the next day.
 */
export const businessHoursSchema = z.strictObject({
  /** An IANA name; absent: the tenant's. */
  timeZone: z.string().max(64).refine(isTimeZone, "must be an IANA time zone, as Asia/Jakarta").optional(),
  /** A day that is left out is closed. */
  weekly: z.partialRecord(z.enum(weekdays), spans),
  /** Of a holiday, say: without spans it is closed. */
  exceptions: z
    .array(z.strictObject({ date: z.iso.date(), open: spans, note: z.string().trim().max(100).optional() }))
    .max(200)
    .refine((days) => new Set(days.map(({ date }) => date)).size === days.length, "has a date twice")
    .optional(),
});

export type BusinessHours = z.infer<typeof businessHoursSchema>;

/** What is stored; undefined where none are, and where they cannot be read. */
export function readBusinessHours(stored: unknown): BusinessHours | undefined {
  return businessHoursSchema.safeParse(stored).data;
}

export type Opening = { isOpen: true } | { isOpen: false; opensAt: Date | undefined };

/** Further ahead nobody is told when it opens. */
const daysAhead = 62;

/** Whether people answer at the moment, and else when they next do; clock changes do not move local times. */
export function openingAt(hours: BusinessHours, at: Date, timeZone: string): Opening {
  const now = at.getTime();
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  // From yesterday: its last span may end today.
  for (let days = -1; days <= daysAhead; days += 1) {
    const date = today.add({ days });
    const moments = spansOf(hours, date)
      .map(({ from: start, to: end }) => ({
        opens: moment(date, start, timeZone),
        closes: moment(end <= start ? date.add({ days: 1 }) : date, end, timeZone),
      }))
      .toSorted((a, b) => a.opens - b.opens);
    if (moments.some(({ opens, closes }) => opens <= now && now < closes)) return { isOpen: true };
    const next = moments.find(({ opens, closes }) => opens > now && closes > opens);
    if (next !== undefined) return { isOpen: false, opensAt: new Date(next.opens) };
  }
  return { isOpen: false, opensAt: undefined };
}

function spansOf(hours: BusinessHours, date: Temporal.PlainDate) {
  const exception = hours.exceptions?.find((day) => day.date === date.toString());
  const weekday = weekdays[date.dayOfWeek - 1] ?? "monday";
  return exception?.open ?? hours.weekly[weekday] ?? [];
}

/** A local time that a clock change skips is that much later; of one that comes twice, the first. */
function moment(date: Temporal.PlainDate, time: string, timeZone: string): number {
  const [day, plainTime] = time === "24:00" ? [date.add({ days: 1 }), "00:00"] : [date, time];
  return day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
