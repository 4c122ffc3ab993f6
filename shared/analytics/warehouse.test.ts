import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startBigQuery } from "../../emulators/servers/bigquery/start-bigquery.ts";
import { createTables } from "../../emulators/stack/create-tables.ts";
import type { LocalServer } from "../../emulators/servers/local-server.ts";
import { createWarehouse, type Row, type Warehouse } from "./warehouse.ts";

const [projectId, dataset] = ["test", "crm"];
const [tenantId, otherId] = [randomUUID(), randomUUID()];
let servers: LocalServer[];

beforeEach(() => {
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map(async (server) => server.close()));
});

async function open(options: { streamingBufferMs?: number } = {}): Promise<Warehouse> {
  const server = await startBigQuery({ port: 0, ...options });
  servers.push(server);
  await createTables(projectId, server.url, dataset);
  return createWarehouse({ url: server.url, projectId, dataset });
}

function row(own: Row["values"] = {}): Row {
  const id = randomUUID();
  const at = new Date().toISOString();
  const common = { fact_id: id, tenant_id: tenantId, occurred_at: at, recorded_at: at, event_id: id };
  const document = { correlation_id: id, document_id: id, status: "ready", generation: 1 };
  return { id, values: { ...common, ...document, ...own } };
}

describe("rows", () => {
  test("that do not fit are named by their place, with the reason, and keep no other out", async () => {
    const warehouse = await open();
    const rows = [row(), row({ generation: "many" }), row(), row({ status: null })];
    const notStored = await warehouse.append("document.changed", rows);
    expect([...notStored.keys()]).toEqual([1, 3]);
    expect(notStored.get(1)).toEqual({
      kind: "refused",
      reason: expect.stringContaining("integer") as string,
    });
    expect(notStored.get(3)).toEqual({
      kind: "refused",
      reason: expect.stringContaining("status") as string,
    });
    expect(await warehouse.removeTenant(tenantId)).toBe(2);
  });

  test("that were appended a moment ago are not appended again", async () => {
    const warehouse = await open();
    const rows = [row(), row()];
    expect(await warehouse.append("document.changed", rows)).toEqual(new Map());
    expect(await warehouse.append("document.changed", [...rows, row()])).toEqual(new Map());
    expect(await warehouse.removeTenant(tenantId)).toBe(3);
  });

  test("of a BigQuery that is not there are nobody's fault", async () => {
    const warehouse = createWarehouse({ url: "http://127.0.0.1:1", projectId, dataset });
    await expect(warehouse.append("document.changed", [row()])).rejects.toThrow("ECONNREFUSED");
  });

  test("that the table did not take for reasons of its own may come again", async () => {
    const errors = [{ reason: "timeout", location: "", debugInfo: "", message: "too busy" }];
    const server = createServer((_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ insertErrors: [{ index: 0, errors }] }));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const warehouse = createWarehouse({ url, projectId, dataset });
    const notStored = await warehouse.append("document.changed", [row(), row()]);
    expect([...notStored]).toEqual([[0, { kind: "not-now", reason: "timeout: too busy" }]]);
    server.closeAllConnections();
    server.close();
  });
});

describe("a tenant's rows", () => {
  test("are deleted from every table, and nobody else's", async () => {
    const warehouse = await open();
    await warehouse.append("document.changed", [row(), row({ tenant_id: otherId })]);
    expect(await warehouse.removeTenant(tenantId)).toBe(1);
    expect(await warehouse.removeTenant(tenantId)).toBe(0);
    expect(await warehouse.removeTenant(otherId)).toBe(1);
  });

  test("cannot be deleted while they lie in the streaming buffer; another's can", async () => {
    const warehouse = await open({ streamingBufferMs: 3_600_000 });
    await warehouse.append("document.changed", [row()]);
    expect(await warehouse.removeTenant(tenantId)).toBeUndefined();
    expect(await warehouse.removeTenant(otherId)).toBe(0);
  });
});

test("no token goes over a line that anybody can read", async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.setHeader("content-type", "application/json").end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await createWarehouse({ url, projectId, dataset }).append("document.changed", [row()]);
  expect(seen).toEqual([undefined]);
  server.closeAllConnections();
  server.close();
});
