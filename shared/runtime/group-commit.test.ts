import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createGroupCommit } from "./group-commit.ts";

/** A committer that remembers its groups, and waits for a go before each when asked to. */
function recorder({ poison = [] as number[], held = false } = {}) {
  const groups: number[][] = [];
  const going: (() => void)[] = [];
  return {
    groups,
    /** Lets the group that waits go on. */
    go: () => going.shift()?.(),
    async commit(items: readonly number[]) {
      groups.push([...items]);
      if (held) await new Promise<void>((resolve) => going.push(resolve));
      const bad = items.find((item) => poison.includes(item));
      if (bad !== undefined) throw new Error(`cannot commit ${bad}`);
      return items.map((item) => item * 10);
    },
  };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("a group commit", () => {
  test("commits what is submitted together as one, and gives each its own result", async () => {
    const { groups, commit } = recorder();
    const group = createGroupCommit({ commit, maxItems: 100, maxWaitMs: 0 });
    const results = await Promise.all(numbers(20).map(async (item) => group.submit(item)));
    expect(results).toEqual(numbers(20).map((item) => item * 10));
    expect(groups).toEqual([numbers(20)]);
    expect(group.waiting).toBe(0);
  });

  test("never makes a group larger than asked, and does not let a full one wait", async () => {
    const { groups, commit } = recorder();
    const group = createGroupCommit({ commit, maxItems: 8, maxWaitMs: 3_600_000 });
    await Promise.all(numbers(24).map(async (item) => group.submit(item)));
    expect(groups.map(({ length }) => length)).toEqual([8, 8, 8]);
    expect(groups.flat()).toEqual(numbers(24));
  });

  test("gathers while another group is committed, then commits all that came", async () => {
    const { groups, commit, go } = recorder({ held: true });
    const group = createGroupCommit({ commit, maxItems: 100, maxWaitMs: 0 });
    const first = group.submit(1);
    await expect.poll(() => groups.length).toBe(1);
    const others = Promise.all([2, 3, 4].map(async (item) => group.submit(item)));
    // Longer than any of them would wait for company.
    await sleep(10);
    expect(groups).toEqual([[1]]);
    go();
    await first;
    await expect.poll(() => groups.length).toBe(2);
    go();
    expect(await others).toEqual([20, 30, 40]);
    expect(groups).toEqual([[1], [2, 3, 4]]);
  });

  test("makes as many groups at once as allowed, and no more", async () => {
    const { groups, commit, go } = recorder({ held: true });
    const group = createGroupCommit({ commit, maxItems: 2, maxWaitMs: 0, parallel: 2 });
    const all = Promise.all(numbers(6).map(async (item) => group.submit(item)));
    await expect.poll(() => groups.length).toBe(2);
    expect(group.waiting).toBe(2);
    go();
    await expect.poll(() => groups.length).toBe(3);
    go();
    go();
    expect(await all).toEqual([10, 20, 30, 40, 50, 60]);
  });
});

describe("when a group fails", () => {
  test("each is tried alone: one that cannot be committed fails nobody but itself", async () => {
    const { groups, commit } = recorder({ poison: [3] });
    const group = createGroupCommit({ commit, maxItems: 100, maxWaitMs: 0 });
    const results = await Promise.allSettled(numbers(5).map(async (item) => group.submit(item)));
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    expect(results[2]).toMatchObject({ reason: new Error("cannot commit 3") });
    expect(groups).toEqual([numbers(5), [1], [2], [3], [4], [5]]);
  });

  test("nobody is tried alone where the error is everybody's", async () => {
    const { groups, commit } = recorder({ poison: [1] });
    const group = createGroupCommit({ commit, maxItems: 100, maxWaitMs: 0, isEverybodys: () => true });
    const results = await Promise.allSettled(numbers(5).map(async (item) => group.submit(item)));
    expect(results.every(({ status }) => status === "rejected")).toBe(true);
    expect(groups).toHaveLength(1);
  });

  test("an error that is everybody's ends the trying of each alone", async () => {
    const groups: number[][] = [];
    const group = createGroupCommit<number, number>({
      async commit(items) {
        groups.push([...items]);
        if (items.length > 1) throw new TypeError("a bug in one of them");
        if (items[0] === 2) throw new Error("away");
        return Promise.resolve([...items]);
      },
      maxItems: 100,
      maxWaitMs: 0,
      isEverybodys: (error) => error instanceof Error && error.message === "away",
    });
    const results = await Promise.allSettled(numbers(4).map(async (item) => group.submit(item)));
    expect(results.map((result) => (result.status === "fulfilled" ? result.value : result.reason))).toEqual([
      1,
      new Error("away"),
      new Error("away"),
      new Error("away"),
    ]);
    expect(groups).toEqual([[1, 2, 3, 4], [1], [2]]);
  });

  test("it goes on with the next", async () => {
    const { commit } = recorder({ poison: [1] });
    const group = createGroupCommit({ commit, maxItems: 1, maxWaitMs: 0 });
    await expect(group.submit(1)).rejects.toThrow("cannot commit 1");
    await expect(group.submit(2)).resolves.toBe(20);
  });

  test("a committer that answers for fewer items than it was given is an error, never a lost item", async () => {
    const group = createGroupCommit({ commit: async () => Promise.resolve([]), maxItems: 5, maxWaitMs: 0 });
    await expect(group.submit(1)).rejects.toThrow("has 0 results");
  });
});
