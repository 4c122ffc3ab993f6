import type { BigQuery, Table } from "@google-cloud/bigquery";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { LocalServer } from "../local-server.ts";
import { startBigQuery } from "./start-bigquery.ts";
import { connectTo, createDataset, createVisits, rawRows, refusals } from "./testing/bigquery-under-test.ts";

let server: LocalServer;
let client: BigQuery;
let visits: Table;

beforeAll(async () => {
  server = await startBigQuery({ port: 0 });
  client = connectTo(server.url);
});
beforeEach(async () => {
  visits = await createVisits(client, await createDataset(client));
});
afterAll(async () => server.close());

const came_at = new Date().toISOString();
const raw = { raw: true, partialRetries: 0 };

async function shops(): Promise<string[]> {
  const [rows] = (await visits.getRows()) as [{ shop: string }[]];
  return rows.map(({ shop }) => shop);
}

test("a row whose insertId came a moment ago is not stored again, in the same request or another", async () => {
  const rows = rawRows({ one: { shop: "a", came_at }, two: { shop: "b", came_at } });
  await visits.insert([...rows, ...rows], raw);
  await visits.insert(rows, raw);
  await visits.insert(rawRows({ three: { shop: "c", came_at } }), raw);
  expect(await shops()).toEqual(["a", "b", "c"]);
});

test("rows without an insertId are all stored", async () => {
  const rows = [{ json: { shop: "a", came_at } }, { json: { shop: "a", came_at } }];
  await visits.insert(rows, raw);
  expect(await shops()).toEqual(["a", "a"]);
});

const mixed = rawRows({
  good: { shop: "a", came_at, guests: "12" },
  missing: { came_at },
  unknown: { shop: "b", came_at, colour: "red" },
  mistyped: { shop: "c", came_at, guests: "many" },
  ancient: { shop: "d", came_at: "1999-12-31T00:00:00Z" },
});

test("each row that does not fit is named with what is wrong, and the others are stored when asked to skip it", async () => {
  const found = await refusals(visits.insert(mixed, { ...raw, skipInvalidRows: true }));
  expect(found).toEqual({
    missing: ["invalid: Missing required field: shop."],
    unknown: ["invalid: no such field: colour."],
    mistyped: ["invalid: Cannot convert value to integer (bad value)."],
    ancient: [expect.stringContaining("outside the allowed bounds")],
  });
  expect(await shops()).toEqual(["a"]);
});

test("without that, one row that does not fit keeps all others out, which are stopped", async () => {
  const found = await refusals(visits.insert(mixed, raw));
  expect(Object.keys(found).toSorted()).toEqual(["ancient", "good", "missing", "mistyped", "unknown"]);
  expect(found["good"]).toEqual(["stopped: "]);
  expect(await shops()).toEqual([]);
  // And is not taken for a repetition when it comes again.
  await visits.insert(mixed.slice(0, 1), raw);
  expect(await shops()).toEqual(["a"]);
});

test("unknown fields are left out where asked to", async () => {
  await visits.insert(rawRows({ one: { shop: "a", came_at, colour: "red" } }), {
    ...raw,
    ignoreUnknownValues: true,
  });
  expect(await shops()).toEqual(["a"]);
});

test("a table reads page by page", async () => {
  await visits.insert(Array.from({ length: 25 }, (_, index) => ({ shop: `shop-${index}`, came_at })));
  const [first, next] = await visits.getRows({ maxResults: 10, autoPaginate: false });
  expect(first).toHaveLength(10);
  expect(next).toMatchObject({ pageToken: "10" });
  expect(await shops()).toHaveLength(25);
});

test("rows come into no table that is not there, and no empty request is taken", async () => {
  const missing = client
    .dataset("none")
    .table("none")
    .insert([{ shop: "a" }]);
  await expect(missing).rejects.toMatchObject({ code: 404 });
  const response = await fetch(`${server.url}/bigquery/v2/projects/p/datasets/d/tables/t/insertAll`, {
    method: "POST",
    body: "{",
  });
  expect(response.status).toBe(400);
});
