import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startBigQuery } from "./start-bigquery.ts";
import { connectTo, createDataset, createVisits } from "./testing/bigquery-under-test.ts";
import { openWarehouse } from "./warehouse.ts";

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "bigquery-"));
});
afterEach(async () => {
  for (const folder of [dataDir, `${dataDir}-copy`]) await rm(folder, { recursive: true, force: true });
});

test("tables and rows are there again after a restart", async () => {
  const before = await startBigQuery({ port: 0, dataDir });
  const client = connectTo(before.url);
  const dataset = await createDataset(client);
  const table = await createVisits(client, dataset);
  await table.insert([{ shop: "a", came_at: new Date(), guests: 3 }]);
  const [metadata] = await table.getMetadata();
  await before.close();

  const after = await startBigQuery({ port: 0, dataDir });
  const again = connectTo(after.url).dataset(dataset).table("visits");
  expect((await again.getMetadata())[0]).toEqual(metadata);
  expect((await again.getRows())[0]).toMatchObject([{ shop: "a", guests: 3 }]);
  await after.close();
});

test("a row that was acknowledged survives a process that dies", async () => {
  const dying = await openWarehouse({ dataDir, streamingBufferMs: 0 });
  const name = { project: "p", dataset: "d", table: "t" };
  await dying.catalog.putTable({
    name,
    fields: [{ name: "a", type: "STRING", mode: "NULLABLE" }],
    resource: {},
  });
  await dying.engine.transact({ project: "p" }, async (run) => run("INSERT INTO p.d.t VALUES ('kept')"));
  // As if it were killed: nothing is closed or written any more, another takes the folder as it lies there.
  const copy = `${dataDir}-copy`;
  await cp(dataDir, copy, { recursive: true });
  const next = await openWarehouse({ dataDir: copy, streamingBufferMs: 0 });
  const { rows } = await next.engine.transact({ project: "p" }, async (run) => run("SELECT a FROM p.d.t"));
  expect(rows).toEqual([["kept"]]);
  await next.engine.close();
  await dying.engine.close();
});

test("the database is loaded with the first row, not with the first table", async () => {
  const warehouse = await openWarehouse({ dataDir, streamingBufferMs: 0 });
  const name = { project: "p", dataset: "d", table: "t" };
  await warehouse.catalog.putTable({
    name,
    fields: [{ name: "a", type: "STRING", mode: "NULLABLE" }],
    resource: {},
  });
  expect(warehouse.catalog.findTable(name)).toBeDefined();
  expect(warehouse.engine.isOpen).toBe(false);
  await warehouse.engine.transact({ project: "p" }, async (run) => run("INSERT INTO p.d.t VALUES ('x')"));
  expect(warehouse.engine.isOpen).toBe(true);
  await warehouse.engine.close();
});
