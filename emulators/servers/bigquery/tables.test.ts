import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { BigQuery } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";
import type { LocalServer } from "../local-server.ts";
import { startBigQuery } from "./start-bigquery.ts";
import { connectTo, createDataset, createVisits, projectId } from "./testing/bigquery-under-test.ts";

let server: LocalServer;
let client: BigQuery;

beforeAll(async () => {
  server = await startBigQuery({ port: 0 });
  client = connectTo(server.url);
});
afterAll(async () => server.close());

test("a table keeps its schema, partitions and clustering as they were declared", async () => {
  const dataset = await createDataset(client);
  const [metadata] = await (await createVisits(client, dataset)).getMetadata();
  expect(metadata).toMatchObject({
    id: `${projectId}:${dataset}.visits`,
    schema: {
      fields: [
        { name: "shop", type: "STRING", mode: "REQUIRED" },
        { name: "came_at", type: "TIMESTAMP", mode: "REQUIRED" },
        { name: "guests", type: "INTEGER", mode: "NULLABLE" },
      ],
    },
    timePartitioning: { type: "DAY", field: "came_at", expirationMs: "86400000000" },
    requirePartitionFilter: true,
    clustering: { fields: ["shop"] },
  });
  const [tables] = await client.dataset(dataset).getTables();
  expect(tables.map(({ id }) => id)).toEqual(["visits"]);
});

test("what exists is not made again, and what does not is not found", async () => {
  const dataset = await createDataset(client);
  await createVisits(client, dataset);
  await expect(createVisits(client, dataset)).rejects.toMatchObject({ code: 409 });
  await expect(client.createDataset(dataset)).rejects.toMatchObject({ code: 409 });
  await expect(client.dataset(dataset).table("none").getMetadata()).rejects.toMatchObject({ code: 404 });
  await expect(client.dataset("none").getMetadata()).rejects.toMatchObject({ code: 404 });
  expect(await client.dataset(dataset).exists()).toEqual([true]);
});

test("a column may be appended, and reads as null in rows before it; nothing else of a schema changes", async () => {
  const table = await createVisits(client, await createDataset(client));
  await table.insert([{ shop: "a", came_at: new Date(), guests: 2 }]);
  const [metadata] = await table.getMetadata();
  const { fields } = (metadata as { schema: { fields: object[] } }).schema;
  await table.setMetadata({ schema: { fields: [...fields, { name: "rain", type: "BOOL" }] } });
  expect((await table.getRows())[0]).toMatchObject([{ shop: "a", guests: 2, rain: null }]);
  const [first, ...others] = fields;
  const changed = table.setMetadata({ schema: { fields: [{ ...first, type: "DATE" }, ...others] } });
  await expect(changed).rejects.toMatchObject({ code: 400 });
});

test("a table that is deleted takes its rows along; one of the same name begins empty", async () => {
  const dataset = await createDataset(client);
  const table = await createVisits(client, dataset);
  await table.insert([{ shop: "a", came_at: new Date() }]);
  await expect(client.dataset(dataset).delete()).rejects.toMatchObject({ code: 400 });
  await table.delete();
  expect((await (await createVisits(client, dataset)).getRows())[0]).toEqual([]);
  await client.dataset(dataset).delete({ force: true });
  expect(await client.dataset(dataset).exists()).toEqual([false]);
});

test.each([
  ["clustered by what is no column", { clustering: { fields: ["none"] } }],
  ["partitioned by a text", { timePartitioning: { type: "DAY", field: "shop" } }],
  ["of an unknown type", { schema: [{ name: "shop", type: "WORDS" }] }],
  ["with a column of an impossible name", { schema: [{ name: "a b", type: "STRING" }] }],
])("a table %s is refused", async (_what, change) => {
  const dataset = client.dataset(await createDataset(client));
  const schema = [{ name: "shop", type: "STRING" }];
  await expect(dataset.createTable("t", { schema, ...change })).rejects.toMatchObject({ code: 400 });
});

test("a client that is pointed here by BIGQUERY_EMULATOR_HOST finds the same", async () => {
  const dataset = await createDataset(client);
  await createVisits(client, dataset);
  vi.stubEnv("BIGQUERY_EMULATOR_HOST", server.url);
  const other = new BigQuery({ projectId, authClient: new PassThroughClient() });
  vi.unstubAllEnvs();
  const [tables] = await other.dataset(dataset).getTables();
  expect(tables.map(({ id }) => id)).toEqual(["visits"]);
});
