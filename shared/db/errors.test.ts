import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createDatabase } from "./client.ts";
import { isDatabaseAway } from "./errors.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());

/** The error that PostgreSQL, its driver or the pool really throws. */
async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  return work().then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("the database is away", () => {
  test("when nobody listens", async () => {
    const db = createDatabase("postgres://a:b@127.0.0.1:1/x", { maxConnections: 1 });
    expect(isDatabaseAway(await errorOf(async () => sql`select 1`.execute(db)))).toBe(true);
    await db.destroy();
  });

  test("when its host has no address", async () => {
    const db = createDatabase("postgres://a:b@nowhere.invalid/x", { maxConnections: 1 });
    expect(isDatabaseAway(await errorOf(async () => sql`select 1`.execute(db)))).toBe(true);
    await db.destroy();
  });

  test("when it accepts the connection and says nothing", async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => void silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const db = createDatabase(`postgres://a:b@127.0.0.1:${port}/x`, {
      maxConnections: 1,
      connectTimeoutMs: 50,
    });
    expect(isDatabaseAway(await errorOf(async () => sql`select 1`.execute(db)))).toBe(true);
    await db.destroy();
    silent.close();
  });

  test("when the pool has no free connection in time", async () => {
    const db = createDatabase(database.appUrl, { maxConnections: 1, connectTimeoutMs: 2_000 });
    const error = await db.connection().execute(async () => errorOf(async () => sql`select 1`.execute(db)));
    expect(error).toMatchObject({ message: "timeout exceeded when trying to connect" });
    expect(isDatabaseAway(error)).toBe(true);
    await db.destroy();
  });

  test("when it ends the connection amid a statement, and for what is asked of that connection next", async () => {
    const db = createDatabase(database.appUrl, { maxConnections: 1 });
    await db.connection().execute(async (connection) => {
      const {
        rows: [own],
      } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(connection);
      const sleeping = errorOf(async () => sql`select pg_sleep(60)`.execute(connection));
      await sql`select pg_terminate_backend(${own?.pid})`.execute(database.adminDb);
      expect(isDatabaseAway(await sleeping)).toBe(true);
      expect(isDatabaseAway(await errorOf(async () => sql`select 1`.execute(connection)))).toBe(true);
    });
    await db.destroy();
  });

  test("when a statement takes too long, or waits for a lock that it may not wait for", async () => {
    const db = createDatabase(database.appUrl, { maxConnections: 1, statementTimeoutMs: 50 });
    expect(isDatabaseAway(await errorOf(async () => sql`select pg_sleep(60)`.execute(db)))).toBe(true);
    await db.destroy();
  });

  test("when the instance has closed its pool", async () => {
    const db = createDatabase(database.appUrl, { maxConnections: 1 });
    await sql`select 1`.execute(db);
    await db.destroy();
    const error = await errorOf(async () => sql`select 1`.execute(db));
    // Kysely's own word for it.
    expect(error).toMatchObject({ message: "driver has already been destroyed" });
    expect(isDatabaseAway(error)).toBe(true);
  });
});

describe("it is not away", () => {
  test.each([
    ["a bug", new TypeError("Cannot read properties of undefined")],
    ["an error without a code", new Error("a group of 2 has 1 results")],
    ["a scope that is none", new TypeError("A tenant scope needs the tenant's id, which is a UUID")],
    [
      "a network error of another service",
      new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } }),
    ],
    ["a code of gRPC", Object.assign(new Error("UNAVAILABLE"), { code: 14 })],
    ["a file that is missing", Object.assign(new Error("no such file"), { code: "ENOENT" })],
    ["nothing", undefined],
    ["a word", "timeout expired"],
  ])("for %s", (_what, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });

  test.each([
    ["a statement that cannot be read", "select from where"],
    ["what a constraint forbids", "insert into tenants (id) values (null)"],
    ["a table that is not there", "select * from nothing"],
    ["a number too large", "select 1::int2 * 100000::int2"],
    ["a text that is no UUID", "select 'x'::uuid"],
  ])("for %s", async (_what, statement) => {
    const error = await errorOf(async () => sql.raw(statement).execute(database.db));
    expect(error).toBeInstanceOf(Error);
    expect(isDatabaseAway(error)).toBe(false);
  });
});
