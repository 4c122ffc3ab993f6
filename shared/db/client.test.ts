import { type AddressInfo, connect, createServer } from "node:net";
import { assert, constantFrom, property, string } from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { createDatabase } from "./client.ts";
import { toJsonb, toStorableText } from "./jsonb.ts";

/** What makes escaping hard: backslashes, look-alikes of escapes, halves of surrogate pairs. */
const odd = constantFrom("\\", "u0000", "ud800", "\0", "\uD83D", "\uDC4B", '"', "a");
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());

describe("createDatabase", () => {
  it("reads values as the schema types say", async () => {
    const { rows } = await sql`
      select 9007199254740991::int8 as int8, count(*) as count, date '2026-03-01' as date, '\\xff'::bytea as bytea,
        timestamptz '2026-03-01 00:00+07' as at, '{"a":[1]}'::jsonb as jsonb`.execute(database.db);
    expect(rows).toEqual([
      {
        int8: Number.MAX_SAFE_INTEGER,
        count: 1,
        date: "2026-03-01",
        bytea: Buffer.from([0xff]),
        at: new Date("2026-02-28T17:00:00Z"),
        jsonb: { a: [1] },
      },
    ]);
  });

  it("fails rather than give a wrong number", async () => {
    await expect(sql`select 9007199254740992::int8`.execute(database.db)).rejects.toThrow(RangeError);
  });

  it("asks a second time for a connection that was lost at its start, and later not", async () => {
    const { port, hostname } = new URL(database.appUrl);
    let dropped = 0;
    // Loses the first connection, as a network does that is not yet there, and passes on all others.
    const way = createServer((client) => {
      if (dropped++ === 0) return void client.destroy();
      const server = connect(Number(port), hostname);
      client.on("error", () => server.destroy()).pipe(server);
      server.on("error", () => client.destroy()).pipe(client);
    });
    await new Promise<void>((resolve) => void way.listen(0, "127.0.0.1", resolve));
    const url = new URL(database.appUrl);
    url.port = String((way.address() as AddressInfo).port);
    const db = createDatabase(url.href, { maxConnections: 1 });
    await expect(sql`select 1`.execute(db)).resolves.toBeDefined();
    await db.destroy();
    dropped = 0;
    const late = createDatabase(url.href, { maxConnections: 1, patientForMs: 0 });
    await expect(sql`select 1`.execute(late)).rejects.toThrow();
    await late.destroy();
    way.close();
  });

  it("has statements cancelled that run longer than allowed", async () => {
    const db = createDatabase(database.appUrl, { maxConnections: 1, statementTimeoutMs: 20 });
    await expect(sql`select pg_sleep(30)`.execute(db)).rejects.toMatchObject({ code: "57014" });
    await db.destroy();
  });

  it("has a transaction ended that is left open, so that its locks are free again", async () => {
    const ended = Promise.withResolvers<Error>();
    const db = createDatabase(database.appUrl, {
      maxConnections: 1,
      idleInTransactionTimeoutMs: 20,
      onConnectionError: ended.resolve,
    });
    const stuck = db.transaction().execute(async (trx) => {
      await sql`select 1`.execute(trx);
      const error = await ended.promise;
      await sql`select 1`.execute(trx);
      return error;
    });
    await expect(stuck).rejects.toThrow();
    await expect(ended.promise).resolves.toMatchObject({ code: "25P03" });
    await expect(sql`select 1`.execute(db)).resolves.toBeDefined();
    await db.destroy();
  });

  it("replaces a connection that the server ended, and says so", async () => {
    const ended = Promise.withResolvers<Error>();
    const db = createDatabase(database.appUrl, { maxConnections: 1, onConnectionError: ended.resolve });
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(database.adminDb);
    expect(await ended.promise).toBeInstanceOf(Error);
    await expect(sql`select 1`.execute(db)).resolves.toBeDefined();
    await db.destroy();
  });
});

describe("toJsonb", () => {
  it.each([[[1, "two", null]], [{ a: { b: "👋" } }], ["text"], [null]])(
    "stores %j as it is",
    async (value) => {
      const { rows } = await sql`select ${toJsonb(value)}::jsonb as value`.execute(database.db);
      expect(rows).toEqual([{ value }]);
    },
  );

  it("stores what a jsonb cannot hold with a mark in its place, in keys as well", async () => {
    const { rows } = await sql`select ${toJsonb({ "a\0": ["\uDC00", "\0"] })}::jsonb as value`.execute(
      database.db,
    );
    expect(rows).toEqual([{ value: { "a\uFFFD": ["\uFFFD", "\uFFFD"] } }]);
  });

  it("gives valid JSON of the same text, apart from those marks, whatever the text", () => {
    assert(
      property(string({ unit: odd }), (text) => {
        expect(JSON.parse(toJsonb(text))).toBe(toStorableText(text));
      }),
    );
  });

  it("stores undefined as null", () => {
    expect(toJsonb(undefined)).toBe("null");
  });
});
