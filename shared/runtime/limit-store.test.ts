import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRedis, type Redis } from "./redis.ts";
import { createDatabase } from "../db/client.ts";
import { deleteEndedRateLimits } from "../db/rate-limits.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { hasRedis, startTestRedis, type TestRedis } from "../../emulators/testing/redis.ts";
import { limitsInDatabase, limitsInRedis, type LimitStore } from "./limit-store.ts";
import { createSharedCounter } from "./shared-counter.ts";
import { withInsurance } from "./with-insurance.ts";

/** What both stores promise; each is asked over two connections, as by two instances. */
function promises(stores: () => readonly [LimitStore, LimitStore]): void {
  test("counts what several instances add at once, none twice and none lost", async () => {
    const key = randomUUID();
    const [one, two] = stores();
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, at) => (at % 2 ? one : two).add(key, 3, 60_000)),
    );
    expect(answers.map(({ points }) => points).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, at) => 3 * (at + 1)),
    );
    for (const { msLeft } of answers) expect(msLeft).toBeGreaterThan(0);
    for (const { msLeft } of answers) expect(msLeft).toBeLessThanOrEqual(60_000);
  });

  test("begins anew when the window has ended", async () => {
    const key = randomUUID();
    const [one, two] = stores();
    const { msLeft } = await one.add(key, 5, 200);
    await sleep(msLeft + 50);
    expect(await two.add(key, 1, 60_000)).toMatchObject({ points: 1 });
  });

  test("holds a quota over two instances", async () => {
    const key = randomUUID();
    const counters = stores().map((store) =>
      createSharedCounter({
        name: "test",
        quota: 20,
        windowMs: 60_000,
        store: withInsurance(store, { log: { warn: (text) => expect.fail(text) }, timeoutMs: 10_000 }),
      }),
    );
    const counts = await Promise.all(
      Array.from({ length: 60 }, async (_, at) => counters[at % 2]?.count(key)),
    );
    const allowed = counts.filter((count) => count?.isAllowed).length;
    expect(allowed).toBeGreaterThanOrEqual(20);
    expect(allowed).toBeLessThanOrEqual(22);
  });
}

describe("limits in PostgreSQL", () => {
  let database: TestDatabase;
  let other: ReturnType<typeof createDatabase>;
  beforeAll(async () => {
    database = await createTestDatabase();
    other = createDatabase(database.platformUrl, { maxConnections: 2 });
  });
  afterAll(async () => {
    await other.destroy();
    await database.drop();
  });

  promises(() => [limitsInDatabase(database.platformDb), limitsInDatabase(other)]);

  test("say of nobody who it was, and are forgotten after their window", async () => {
    await limitsInDatabase(other).add("2001:db8:1:2::/64", 1, 1);
    const rows = await database.adminDb.selectFrom("rate_limits").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain("2001");
    await deleteEndedRateLimits(database.platformDb, new Date(Date.now() + 120_000));
    expect(await database.adminDb.selectFrom("rate_limits").selectAll().execute()).toEqual([]);
  });

  test("are closed to the functions' own role", async () => {
    await expect(limitsInDatabase(database.db).add("x", 1, 1)).rejects.toMatchObject({ code: "42501" });
  });
});

describe.skipIf(!hasRedis)("limits in Redis (skipped where redis-server is not installed)", () => {
  let server: TestRedis;
  let clients: [Redis, Redis];
  beforeAll(async () => {
    server = await startTestRedis();
    clients = [createRedis({ url: server.url }), createRedis({ url: server.url })];
  });
  afterAll(async () => {
    await Promise.all(clients.map(async (client) => client.close()));
    await server.stop();
  });

  promises(() => [limitsInRedis(clients[0]), limitsInRedis(clients[1])]);

  test("go on in each instance while Redis is away, and together once it is back", async () => {
    const client = createRedis({ url: server.url });
    const warnings: string[] = [];
    let now = 0;
    const store = withInsurance(limitsInRedis(client), {
      log: { warn: (text) => void warnings.push(text) },
      now: () => now,
    });
    const key = randomUUID();
    expect(await store.add(key, 1, 60_000)).toMatchObject({ points: 1 });
    await server.stop();
    expect(await store.add(key, 1, 60_000)).toBeUndefined();
    expect(await store.add(key, 1, 60_000)).toBeUndefined();
    expect(warnings).toHaveLength(1);
    await server.start();
    await expect
      .poll(
        async () => {
          now += 10_000;
          return store.add(key, 1, 60_000);
        },
        { timeout: 15_000 },
      )
      .toMatchObject({ points: 1 });
    await client.close();
  });

  test("that was never there holds nobody up", async () => {
    const client = createRedis({ url: "redis://127.0.0.1:1" });
    const store = withInsurance(limitsInRedis(client), { log: { warn: () => {} }, timeoutMs: 50 });
    expect(await store.add("x", 1, 1_000)).toBeUndefined();
    await client.close();
  });
});

test("a store that does not answer is not waited for, and left alone for a while", async () => {
  let asked = 0;
  const warnings: string[] = [];
  let now = 0;
  const store = withInsurance(
    {
      add: async () => {
        asked += 1;
        return new Promise(() => {});
      },
    },
    { log: { warn: (text) => void warnings.push(text) }, now: () => now, timeoutMs: 20 },
  );
  const answers = await Promise.all([store.add("a", 1, 1), store.add("b", 1, 1)]);
  expect([answers, asked, warnings.length]).toEqual([[undefined, undefined], 2, 1]);
  await store.add("a", 1, 1);
  expect(asked).toBe(2);
  now += 5_000;
  await store.add("a", 1, 1);
  expect(asked).toBe(3);
});
