import { expect, test } from "vitest";
import { createFairLane } from "./fair-lane.ts";

test("jobs of one owner wait for each other, and let another's one before their next", async () => {
  const lane = createFairLane();
  const done: string[] = [];
  const job = (name: string) => async () => {
    await Promise.resolve();
    done.push(name);
    return name;
  };
  const all = ["a1", "a2", "a3", "b1", "c1", "b2"].map(async (name) => lane.run(name.charAt(0), job(name)));
  expect(await Promise.all(all)).toEqual(["a1", "a2", "a3", "b1", "c1", "b2"]);
  expect(done).toEqual(["a1", "a2", "b1", "c1", "a3", "b2"]);
});

test("a job that fails fails for its owner alone", async () => {
  const lane = createFairLane();
  const failed = lane.run("a", async () => Promise.reject(new Error("broken")));
  const next = lane.run("a", async () => Promise.resolve("read"));
  await expect(failed).rejects.toThrow("broken");
  expect(await next).toBe("read");
});
