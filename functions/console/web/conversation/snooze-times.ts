import type { MessageKey } from "../messages/en.ts";

export type SnoozeTime = { id: string; title: MessageKey; until: Date | null };

const morning = 9;

/** When what is put aside may come back, by the clock of the reader; without a time, when the customer writes. */
export function snoozeTimes(now: Date): SnoozeTime[] {
  return [
    { id: "hour", title: "snoozeHour", until: new Date(now.getTime() + 60 * 60_000) },
    { id: "later", title: "snoozeThreeHours", until: new Date(now.getTime() + 3 * 60 * 60_000) },
    { id: "tomorrow", title: "snoozeTomorrow", until: morningIn(now, 1) },
    { id: "monday", title: "snoozeMonday", until: morningIn(now, daysToMonday(now)) },
    { id: "reply", title: "snoozeReply", until: null },
  ];
}

/** Nine o'clock so many days on: by the calendar, so that a change of the clock moves nothing. */
function morningIn(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morning);
}

function daysToMonday(now: Date): number {
  return (8 - now.getDay()) % 7 || 7;
}
