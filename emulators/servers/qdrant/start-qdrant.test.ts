import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { QdrantClient } from "@qdrant/js-client-rest";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startQdrant } from "./start-qdrant.ts";
import type { LocalServer } from "../local-server.ts";

const A = "11111111-1111-4111-8111-111111111111";
const B = "22222222-2222-4222-8222-222222222222";

let server: LocalServer;
let client: QdrantClient;

beforeEach(async () => {
  server = await startQdrant({ port: 0 });
  client = new QdrantClient({ url: server.url, checkCompatibility: false });
  await client.createCollection("docs", {
    vectors: { dense: { size: 2, distance: "Cosine", on_disk: true } },
    sparse_vectors: { bm25: { modifier: "idf" } },
  });
});

afterEach(() => server.close());

async function upsert(points: { id: number | string; payload?: Record<string, unknown>; vector?: object }[]) {
  return client.upsert("docs", {
    wait: true,
    points: points.map((point) => ({ payload: {}, vector: {}, ...point })) as never,
  });
}

function ids(points: { id: number | string }[]): (number | string)[] {
  return points.map(({ id }) => id);
}

describe("the server", () => {
  test("is of a version that the client finds compatible", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const checking = new QdrantClient({ url: server.url });
    expect((await checking.versionInfo()).version).toBe("1.19.0");
    await checking.getCollections();
    expect(warn).not.toHaveBeenCalled();
  });

  test("answers the health probes", async () => {
    for (const path of ["/healthz", "/readyz", "/livez"]) {
      expect((await fetch(server.url + path)).status).toBe(200);
    }
  });

  test("rejects a port that is taken", async () => {
    await expect(startQdrant({ port: server.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});

describe("collections", () => {
  test("are created, described, listed and dropped", async () => {
    await client.createPayloadIndex("docs", {
      wait: true,
      field_name: "tenant_id",
      field_schema: { type: "keyword", is_tenant: true },
    });
    const info = await client.getCollection("docs");
    expect(info.status).toBe("green");
    expect(info.config.params.vectors).toMatchObject({ dense: { size: 2, distance: "Cosine" } });
    expect(info.config.params.sparse_vectors).toEqual({ bm25: { modifier: "idf" } });
    expect(info.payload_schema["tenant_id"]).toMatchObject({
      data_type: "keyword",
      params: { is_tenant: true },
    });
    expect((await client.getCollections()).collections).toEqual([{ name: "docs" }]);
    expect(await client.deleteCollection("docs")).toBe(true);
    expect(await client.collectionExists("docs")).toEqual({ exists: false });
    expect(await client.deleteCollection("docs")).toBe(false);
  });

  test("cannot be created twice", async () => {
    await expect(
      client.createCollection("docs", { vectors: { size: 2, distance: "Dot" } }),
    ).rejects.toMatchObject({
      status: 409,
      data: { status: { error: "Wrong input: Collection `docs` already exists!" } },
    });
  });

  test("that do not exist are a 404 in the API's form", async () => {
    await expect(client.count("nothing", {})).rejects.toMatchObject({
      status: 404,
      data: { status: { error: "Not found: Collection `nothing` doesn't exist!" } },
    });
  });
});

describe("points", () => {
  test("come back as they were written, in the order asked for, with unknown ids left out", async () => {
    await upsert([
      { id: 1, payload: { a: 1 }, vector: { dense: [3, 4], bm25: { indices: [9, 2], values: [0.1, 2] } } },
      { id: A, payload: { b: null } },
    ]);
    expect(await client.retrieve("docs", { ids: [A, 7, 1], with_vector: true })).toEqual([
      { id: A, payload: { b: null }, vector: {} },
      {
        id: 1,
        payload: { a: 1 },
        vector: { dense: [0.6, 0.8], bm25: { indices: [2, 9], values: [2, 0.1] } },
      },
    ]);
  });

  test("are replaced whole by an upsert of the same id, however the UUID is spelt", async () => {
    await upsert([{ id: A, payload: { old: true }, vector: { dense: [1, 0] } }]);
    const result = await upsert([{ id: A.replaceAll("-", ""), payload: { now: true } }]);
    expect(result.status).toBe("completed");
    expect(await client.retrieve("docs", { ids: [A], with_vector: true })).toEqual([
      { id: A, payload: { now: true }, vector: {} },
    ]);
  });

  test("are deleted by ids and by filter", async () => {
    await upsert([1, 2, 3, 4].map((id) => ({ id, payload: { even: id % 2 === 0 } })));
    await client.delete("docs", { wait: true, points: [1, 99] });
    await client.delete("docs", {
      wait: true,
      filter: { must: [{ key: "even", match: { value: true } }] },
    });
    expect(ids((await client.scroll("docs", {})).points)).toEqual([3]);
  });

  test("have their payload merged, overwritten, cut and cleared", async () => {
    await upsert([{ id: 1, payload: { a: { x: 1, y: 2 }, b: 1 } }]);
    const payload = async () => (await client.retrieve("docs", { ids: [1] }))[0]?.payload;
    await client.setPayload("docs", { payload: { c: 3 }, points: [1] });
    expect(await payload()).toEqual({ a: { x: 1, y: 2 }, b: 1, c: 3 });
    await client.setPayload("docs", { payload: { z: 9 }, key: "a", points: [1] });
    await client.deletePayload("docs", { keys: ["b", "a.x"], points: [1] });
    expect(await payload()).toEqual({ a: { y: 2, z: 9 }, c: 3 });
    await client.overwritePayload("docs", { payload: { d: 4 }, points: [1] });
    expect(await payload()).toEqual({ d: 4 });
    await client.clearPayload("docs", { points: [1] });
    expect(await payload()).toEqual({});
  });

  test("take several updates in one batch, in order", async () => {
    await client.batchUpdate("docs", {
      wait: true,
      operations: [
        {
          upsert: {
            points: [
              { id: 1, vector: {} },
              { id: 2, vector: {} },
            ],
          },
        },
        { delete: { points: [1] } },
        { set_payload: { payload: { kept: true }, points: [2] } },
        { update_vectors: { points: [{ id: 2, vector: { dense: [1, 0] } }] } },
      ],
    });
    expect((await client.scroll("docs", { with_vector: true })).points).toEqual([
      { id: 2, payload: { kept: true }, vector: { dense: [1, 0] } },
    ]);
  });

  test.each([
    ["an id that is neither", { id: "abc", vector: {} }, 400, /not a valid point ID/],
    ["a negative id", { id: -1, vector: {} }, 400, /not a valid point ID/],
    ["no vector member", { id: 1 }, 400, /missing field `vector`/],
    ["a wrong dimension", { id: 1, vector: { dense: [1] } }, 400, /expected dim: 2, got 1/],
    ["an unknown vector", { id: 1, vector: { other: [1, 2] } }, 400, /Not existing vector name error: other/],
    ["an unnamed vector", { id: 1, vector: [1, 2] }, 400, /Not existing vector name error/],
    ["text for numbers", { id: 1, vector: { dense: ["a", "b"] } }, 400, /untagged enum Vector/],
    [
      "repeated indices",
      { id: 1, vector: { bm25: { indices: [1, 1], values: [1, 1] } } },
      422,
      /must be unique/,
    ],
    ["uneven lists", { id: 1, vector: { bm25: { indices: [1], values: [1, 1] } } }, 422, /same length/],
    ["an index over 32 bits", { id: 1, vector: { bm25: { indices: [2 ** 32], values: [1] } } }, 400, /u32/],
  ])("are refused with %s, and nothing of the request is kept", async (_name, point, status, message) => {
    const points = [{ id: 5, vector: {} }, point] as never;
    await expect(client.upsert("docs", { points })).rejects.toMatchObject({
      status,
      data: { status: { error: expect.stringMatching(message) as unknown } },
    });
    expect((await client.count("docs", {})).count).toBe(0);
  });
});

describe("scroll", () => {
  test("pages through all points, numbers before UUIDs", async () => {
    await upsert([{ id: B }, { id: 10 }, { id: A }, { id: 9 }]);
    const first = await client.scroll("docs", { limit: 3 });
    expect(ids(first.points)).toEqual([9, 10, A]);
    expect(first.next_page_offset).toBe(B);
    const second = await client.scroll("docs", { limit: 3, offset: B });
    expect(ids(second.points)).toEqual([B]);
    expect(second.next_page_offset).toBeNull();
  });

  test("orders by a field only where it has a range index", async () => {
    await upsert([3, 1, 2].map((n) => ({ id: n, payload: { n: 10 - n } })));
    await expect(client.scroll("docs", { order_by: "n" })).rejects.toMatchObject({ status: 400 });
    await client.createPayloadIndex("docs", { field_name: "n", field_schema: "integer", wait: true });
    expect(ids((await client.scroll("docs", { order_by: "n" })).points)).toEqual([3, 2, 1]);
    const down = await client.scroll("docs", { order_by: { key: "n", direction: "desc", start_from: 8 } });
    expect(ids(down.points)).toEqual([2, 3]);
  });

  test("shows the parts of the payload that were asked for", async () => {
    await upsert([{ id: 1, payload: { a: { x: 1, y: 2 }, b: 3 } }]);
    const selections = [["a.x"], { exclude: ["a.x"] }, { include: ["b"] }, false];
    const shown = selections.map(async (with_payload) => {
      const { points } = await client.scroll("docs", { with_payload });
      return points[0]?.payload;
    });
    expect(await Promise.all(shown)).toEqual([{ a: { x: 1 } }, { a: { y: 2 }, b: 3 }, { b: 3 }, undefined]);
  });
});

describe("saved state", () => {
  let dataDir: string;
  beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), "qdrant-"))));
  afterEach(() => rm(dataDir, { recursive: true }));

  test("survives a restart, and every answered update is on disk before any close", async () => {
    const first = await startQdrant({ port: 0, dataDir });
    const before = new QdrantClient({ url: first.url, checkCompatibility: false });
    await before.createCollection("a/../b c".replaceAll("/", "-"), {
      vectors: { size: 3, distance: "Cosine" },
    });
    await before.createCollection("docs", {
      vectors: { dense: { size: 2, distance: "Cosine" } },
      sparse_vectors: { bm25: { modifier: "idf" } },
    });
    await before.createPayloadIndex("docs", { field_name: "t", field_schema: "keyword", wait: true });
    await before.upsert("docs", {
      points: [1, 2, 3].map((id) => ({
        id,
        payload: { t: `t${id}` },
        vector: { dense: [id, 1], bm25: { indices: [id], values: [0.3] } },
      })),
    });
    await before.delete("docs", { wait: true, points: [2] });
    await before.setPayload("docs", { points: [3], payload: { more: true } });
    const written = await before.scroll("docs", { with_vector: true });

    // The first server is still up and has saved nothing specially: the second sees what a SIGKILL would have left.
    for (const round of ["after a kill", "after a clean restart"]) {
      const second = await startQdrant({ port: 0, dataDir });
      const after = new QdrantClient({ url: second.url, checkCompatibility: false });
      expect(await after.scroll("docs", { with_vector: true }), round).toEqual(written);
      expect((await after.getCollection("docs")).payload_schema["t"]?.data_type).toBe("keyword");
      expect((await after.getCollections()).collections).toHaveLength(2);
      await second.close();
    }
    await first.close();
  });

  test("loses nothing but the line that a crash cut short", async () => {
    const first = await startQdrant({ port: 0, dataDir });
    const before = new QdrantClient({ url: first.url, checkCompatibility: false });
    await before.createCollection("docs", { vectors: { size: 1, distance: "Dot" } });
    await before.upsert("docs", { points: [{ id: 1, vector: [1] }] });
    await first.close();
    await appendFile(join(dataDir, "collections", "docs.jsonl"), '{"kind":"put","points":[{"id":2,"pay');

    const second = await startQdrant({ port: 0, dataDir });
    const after = new QdrantClient({ url: second.url, checkCompatibility: false });
    expect(ids((await after.scroll("docs", {})).points)).toEqual([1]);
    await second.close();
  });
});
