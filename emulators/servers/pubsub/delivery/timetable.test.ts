import { expect, test, vi } from "vitest";
import { createTimetable } from "./timetable.ts";

test("items fall due in the order of their times, a cancelled one never", async () => {
  const due: string[] = [];
  const timetable = createTimetable<string>((item) => due.push(item));
  timetable.add("third", 120);
  timetable.add("first", 10);
  timetable.add("cancelled", 30).delete("cancelled");
  timetable.add("second", 60);
  await vi.waitFor(() => expect(due).toContain("third"));
  expect(due).toEqual(["first", "second", "third"]);
});

test("an item is never early", async () => {
  const start = performance.now();
  const dueAfter = await new Promise<number>((resolve) => {
    createTimetable<number>(() => resolve(performance.now() - start)).add(0, 55);
  });
  expect(dueAfter).toBeGreaterThanOrEqual(55);
});

test("a closed timetable stays silent", async () => {
  const due: string[] = [];
  const closed = createTimetable<string>((item) => due.push(item));
  closed.add("before", 10);
  closed.close();
  closed.add("after", 10);
  await new Promise<void>((resolve) => {
    createTimetable<number>(() => resolve()).add(0, 60);
  });
  expect(due).toEqual([]);
});
