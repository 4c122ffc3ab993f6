import { expect, test } from "vitest";
import { snoozeTimes } from "./snooze-times.ts";

const untilOf = (now: Date) => Object.fromEntries(snoozeTimes(now).map(({ id, until }) => [id, until]));

test("every time lies ahead, tomorrow and Monday at nine in the morning", () => {
  for (let day = 1; day <= 14; day += 1) {
    const now = new Date(2026, 4, day, 13, 20);
    const { hour, later, tomorrow, monday, reply } = untilOf(now);
    expect(hour).toEqual(new Date(2026, 4, day, 14, 20));
    expect(later).toEqual(new Date(2026, 4, day, 16, 20));
    expect(tomorrow).toEqual(new Date(2026, 4, day + 1, 9));
    expect(monday?.getDay()).toBe(1);
    expect(monday?.getHours()).toBe(9);
    const days = ((monday?.getTime() ?? 0) - now.getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(0);
    expect(days).toBeLessThanOrEqual(7);
    expect(reply).toBeNull();
  }
});
