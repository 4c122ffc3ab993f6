import { BigQuery, type Table } from "@google-cloud/bigquery";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LocalServer } from "../local-server.ts";
import { startBigQuery } from "./start-bigquery.ts";
import { connectTo, createDataset, createVisits, projectId } from "./testing/bigquery-under-test.ts";

let server: LocalServer;
let client: BigQuery;
let dataset: string;
let visits: Table;
const today = new Date();
const yesterday = new Date(today.getTime() - 86_400_000);

beforeAll(async () => {
  server = await startBigQuery({ port: 0 });
  client = connectTo(server.url);
  dataset = await createDataset(client);
  visits = await createVisits(client, dataset);
  await visits.insert([
    { shop: "Braga", came_at: today, guests: 4 },
    { shop: "Braga", came_at: yesterday, guests: 2 },
    { shop: "Dago", came_at: today, guests: null },
  ]);
});
afterAll(async () => server.close());

async function ask(query: string, params?: unknown, types?: Record<string, string>): Promise<object[]> {
  const defaultDataset = { projectId, datasetId: dataset };
  const [rows] = await client.query({
    query,
    defaultDataset,
    ...(params === undefined ? {} : { params: params as object }),
    ...(types === undefined ? {} : { types }),
  });
  return rows as object[];
}

describe("a query", () => {
  test("of GoogleSQL is answered, by the table's full name or within a default dataset", async () => {
    const sum = "SELECT shop, SUM(guests) AS guests FROM";
    const rest =
      "WHERE came_at > TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 7 DAY) GROUP BY shop ORDER BY shop";
    const expected = [
      { shop: "Braga", guests: 6 },
      { shop: "Dago", guests: null },
    ];
    expect(await ask(`${sum} visits ${rest}`)).toEqual(expected);
    expect(await ask(`${sum} \`${projectId}.${dataset}.visits\` ${rest}`)).toEqual(expected);
    expect(await ask(`${sum} \`${projectId}\`.${dataset}.visits ${rest}`)).toEqual(expected);
  });

  test("gives every type back as it went in", async () => {
    const [row] = await ask(
      `SELECT 1 AS whole, 0.5 AS part, NUMERIC '12.50' AS money, TRUE AS yes, 'it''s' AS words, DATE '2026-01-31' AS day,
        TIMESTAMP '2026-01-31T10:00:00Z' AS moment, DATETIME '2026-01-31T10:00:00' AS clock, [1, 2] AS list, CAST(NULL AS STRING) AS nothing`,
    );
    expect(row).toMatchObject({
      whole: 1,
      part: 0.5,
      yes: true,
      words: "it's",
      day: BigQuery.date("2026-01-31"),
      moment: BigQuery.timestamp("2026-01-31T10:00:00Z"),
      clock: BigQuery.datetime("2026-01-31T10:00:00"),
      list: [1, 2],
      nothing: null,
    });
    expect(String((row as { money: unknown }).money)).toBe("12.5");
  });

  test("takes parameters by name, as often as it names them, and by position", async () => {
    const named = await ask(
      "SELECT shop FROM visits WHERE came_at >= @since AND (shop = @shop OR @shop = '@shop') AND guests IN UNNEST(@guests)",
      { since: yesterday, shop: "Braga", guests: [2, 3] },
    );
    expect(named).toEqual([{ shop: "Braga" }]);
    const positional = await ask("SELECT ? AS a, ? AS b, '?' AS c", ["x", 7]);
    expect(positional).toEqual([{ a: "x", b: 7, c: "?" }]);
    expect(await ask("SELECT @none AS none", { none: null }, { none: "STRING" })).toEqual([{ none: null }]);
  });

  test("whose parameter is a piece of SQL takes it for a text", async () => {
    const evil = "x' OR '1'='1";
    expect(
      await ask("SELECT COUNT(*) AS n FROM visits WHERE came_at > @since AND shop = @evil", {
        since: yesterday,
        evil,
      }),
    ).toEqual([{ n: 0 }]);
  });

  test("reads its result page by page", async () => {
    const [job] = await client.createQueryJob({
      query: "SELECT n FROM UNNEST(GENERATE_ARRAY(1, 25)) AS n ORDER BY n",
    });
    const [first, next] = await job.getQueryResults({ maxResults: 10, autoPaginate: false });
    expect(first).toHaveLength(10);
    expect(next).toMatchObject({ pageToken: "10" });
    const last = await job.getQueryResults({ startIndex: "20", autoPaginate: false });
    expect(last[0]).toEqual([21, 22, 23, 24, 25].map((n) => ({ n })));
    expect(last[1]).toBeNull();
  });

  test.each([
    ["that is none", "SELEC 1", "Syntax error"],
    ["of an unknown column", "SELECT colour FROM visits WHERE came_at > @since", "colour"],
    ["with a parameter that is not given", "SELECT @other", "'other' not found"],
    ["of two statements", "SELECT 1; SELECT 2", "one statement"],
  ])("%s is refused with the reason", async (_what, query, reason) => {
    await expect(ask(query, { since: yesterday })).rejects.toMatchObject({
      code: 400,
      message: expect.stringContaining(reason) as string,
    });
  });

  test("of a table that is not there is not found", async () => {
    await expect(ask("SELECT 1 FROM ghosts")).rejects.toMatchObject({ code: 404 });
  });
});

describe("a table whose partitions have to be filtered", () => {
  test.each([
    "SELECT COUNT(*) AS n FROM visits",
    "SELECT COUNT(*) AS n FROM visits WHERE shop = 'came_at'",
    "WITH v AS (SELECT * FROM visits) SELECT COUNT(*) AS n FROM v",
    "DELETE FROM visits WHERE shop = 'Braga'",
  ])("is not read without: %s", async (query) => {
    await expect(ask(query)).rejects.toThrow("without a filter over column(s) 'came_at'");
  });
});

describe("a DELETE", () => {
  test("takes away what it names and says how many", async () => {
    const other = await createDataset(client);
    const table = await createVisits(client, other);
    await table.insert(["a", "a", "b"].map((shop) => ({ shop, came_at: today })));
    const query = `DELETE FROM \`${other}.visits\` WHERE came_at >= '1970-01-01' AND shop = @shop`;
    const [job] = await client.createQueryJob({ query, params: { shop: "a" } });
    await job.getQueryResults();
    const [metadata] = await job.getMetadata();
    expect(metadata.statistics?.query).toMatchObject({ statementType: "DELETE", numDmlAffectedRows: "2" });
    expect((await table.getRows())[0]).toMatchObject([{ shop: "b" }]);
  });

  test("does not reach rows in the streaming buffer, and leaves all as it is", async () => {
    const buffering = await startBigQuery({ port: 0, streamingBufferMs: 3_600_000 });
    const own = connectTo(buffering.url);
    const table = await createVisits(own, await createDataset(own));
    await table.insert([{ shop: "a", came_at: today }]);
    const remove = async (shop: string): Promise<unknown> =>
      own.query({
        query: `DELETE FROM ${table.dataset.id}.visits WHERE came_at > '1970-01-01' AND shop = @shop`,
        params: { shop },
      });
    await expect(remove("a")).rejects.toThrow("would affect rows in the streaming buffer");
    await remove("b");
    expect((await table.getRows())[0]).toMatchObject([{ shop: "a" }]);
    await buffering.close();
  });
});
