import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { createSharedCounter, type SharedCounter } from "./shared-counter.ts";
import type { InsuredStore } from "./with-insurance.ts";

const windowMs = 60_000;
let now = 0;
let asked: { key: string; at: number; points: number }[];
let isAway: boolean;

/** A store in memory, whose statements are counted. */
function createStore(): InsuredStore {
  const windows = new Map<string, { points: number; endsAt: number }>();
  return {
    async add(key, points, lengthMs) {
      if (isAway) return Promise.resolve(undefined);
      asked.push({ key, at: now, points });
      let window = windows.get(key);
      if (window === undefined || window.endsAt <= now)
        windows.set(key, (window = { points: 0, endsAt: now + lengthMs }));
      window.points += points;
      return Promise.resolve({ points: window.points, msLeft: window.endsAt - now });
    },
  };
}

function createInstances(count: number, quota: number, isLocalUntilHot = false): SharedCounter[] {
  const store = createStore();
  const wait = async (ms: number) => {
    now += ms;
    return Promise.resolve();
  };
  return Array.from({ length: count }, () =>
    createSharedCounter({ name: "x", quota, windowMs, store, isLocalUntilHot, now: () => now, wait }),
  );
}

beforeEach(() => {
  now = 1_000_000;
  asked = [];
  isAway = false;
});

async function countMany(instances: readonly SharedCounter[], requests: number, everyMs: number) {
  let allowed = 0;
  for (let at = 0; at < requests; at += 1) {
    const { isAllowed } = (await instances[at % instances.length]?.count("k")) ?? { isAllowed: false };
    if (isAllowed) allowed += 1;
    now += everyMs;
  }
  return allowed;
}

describe("a shared counter", () => {
  test("allows a quota to all instances together, and a batch more each at most", async () => {
    const instances = createInstances(4, 100);
    const allowed = await countMany(instances, 1_000, 20);
    expect(allowed).toBeGreaterThanOrEqual(100);
    expect(allowed).toBeLessThanOrEqual(100 + 4 * 5);
  });

  test("holds that for any number of instances, quota and pace, asking once a second and instance at most", async () => {
    const draw = fc.record({
      count: fc.integer({ min: 1, max: 8 }),
      quota: fc.integer({ min: 1, max: 200 }),
      everyMs: fc.integer({ min: 0, max: 100 }),
      isLocalUntilHot: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(draw, async ({ count, quota, everyMs, isLocalUntilHot }) => {
        now += 10 * windowMs;
        asked = [];
        const startedAt = now;
        const instances = createInstances(count, quota, isLocalUntilHot);
        const requests = 2 * quota + 50;
        const allowed = await countMany(instances, requests, everyMs);
        const batch = Math.max(1, Math.ceil(quota / 20));
        const windows = 1 + Math.floor((now - startedAt) / windowMs);
        expect(allowed).toBeLessThanOrEqual(windows * (quota + count * batch));
        if (count === 1) expect(allowed).toBeGreaterThanOrEqual(Math.min(requests, quota));
        expect(asked.length).toBeLessThanOrEqual(count * (2 + (now - startedAt) / 1_000));
      }),
      { numRuns: 50 },
    );
  });

  test("refuses who has used everything from memory, and says until when", async () => {
    const [one, two] = createInstances(2, 10);
    for (let at = 0; at < 12; at += 1) await one?.count("k");
    now += 1_000;
    await two?.count("k");
    const before = asked.length;
    now += 1_000;
    const refused = await two?.count("k");
    expect(refused).toMatchObject({ isAllowed: false, remaining: 0 });
    expect(refused?.msLeft).toBeLessThan(windowMs);
    expect(asked).toHaveLength(before);
    now += windowMs;
    expect(await two?.count("k")).toMatchObject({ isAllowed: true });
  });

  test("lets a burst that is within the quota through with two statements", async () => {
    const [one] = createInstances(1, 1_200);
    const counts = await Promise.all(Array.from({ length: 1_200 }, async () => one?.count("k")));
    expect(counts.every((count) => count?.isAllowed)).toBe(true);
    expect(asked.map(({ points }) => points)).toEqual([1, 1_199]);
    expect(await one?.count("k")).toMatchObject({ isAllowed: false });
  });

  test("of a burst beyond the quota refuses what is too many", async () => {
    const [one] = createInstances(1, 100);
    const counts = await Promise.all(Array.from({ length: 250 }, async () => one?.count("k")));
    expect(counts.filter((count) => count?.isAllowed)).toHaveLength(100);
  });

  test("keeps to itself keys that are not hot", async () => {
    const [one] = createInstances(1, 600, true);
    for (let at = 0; at < 1_000; at += 1) await one?.count(`address ${at}`);
    expect(asked).toEqual([]);
    for (let at = 0; at < 31; at += 1) await one?.count("address 1");
    expect(asked).toEqual([{ key: "x/600/address 1", at: now, points: 31 }]);
  });

  test("counts for itself while the store is away, and with the others again afterwards", async () => {
    const [one, two] = createInstances(2, 20);
    isAway = true;
    expect(await countMany([one as SharedCounter], 100, 50)).toBe(20);
    isAway = false;
    now += windowMs;
    const allowed = await countMany([one as SharedCounter, two as SharedCounter], 100, 50);
    expect(allowed).toBeLessThanOrEqual(22);
    expect(asked.length).toBeGreaterThan(0);
  });
});
