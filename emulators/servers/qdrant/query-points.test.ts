import { QdrantClient } from "@qdrant/js-client-rest";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startQdrant } from "./start-qdrant.ts";
import type { LocalServer } from "../local-server.ts";

let server: LocalServer;
let client: QdrantClient;

beforeEach(async () => {
  server = await startQdrant({ port: 0 });
  client = new QdrantClient({ url: server.url, checkCompatibility: false });
  await client.createCollection("docs", {
    vectors: { dense: { size: 2, distance: "Cosine" }, far: { size: 2, distance: "Euclid" } },
    sparse_vectors: { bm25: { modifier: "idf" }, plain: {} },
  });
  await client.createPayloadIndex("docs", { field_name: "t", field_schema: "keyword", wait: true });
});

afterEach(() => server.close());

async function upsert(id: number, vector: object, payload: Record<string, unknown> = {}): Promise<void> {
  await client.upsert("docs", { points: [{ id, vector: vector as never, payload }] });
}

async function query(request: Parameters<QdrantClient["query"]>[1]) {
  const { points } = await client.query("docs", request);
  return points.map(({ id, score }) => [id, score]);
}

/** Of a term that `holding` of `total` points have. */
const idf = (holding: number, total: number) => Math.log(1 + (total - holding + 0.5) / (holding + 0.5));

const sparse = (...indices: number[]) => ({ indices, values: indices.map(() => 1) });

describe("a dense query", () => {
  beforeEach(async () => {
    await upsert(1, { dense: [2, 0], far: [0, 0] }, { t: "a" });
    await upsert(2, { dense: [3, 3], far: [3, 4] }, { t: "a" });
    await upsert(3, { dense: [0, 5], far: [1, 0] }, { t: "b" });
    await upsert(4, {}, { t: "a" });
  });

  test("ranks by cosine, whatever the lengths, and leaves out points without the vector", async () => {
    expect(await query({ query: [1, 0], using: "dense" })).toEqual([
      [1, 1],
      [2, 0.70710677],
      [3, 0],
    ]);
  });

  test("ranks by distance, nearest first, and keeps what is nearer than the threshold", async () => {
    expect(await query({ query: [0, 0], using: "far" })).toEqual([
      [1, 0],
      [3, 1],
      [2, 5],
    ]);
    expect(await query({ query: [0, 0], using: "far", score_threshold: 1 })).toEqual([[1, 0]]);
  });

  test("obeys filter, limit, offset and threshold", async () => {
    const filter = { must: [{ key: "t", match: { value: "a" } }] };
    expect(await query({ query: [0, 1], using: "dense", filter })).toHaveLength(2);
    expect(await query({ query: [1, 0], using: "dense", limit: 1, offset: 1 })).toEqual([[2, 0.70710677]]);
    expect(await query({ query: [1, 0], using: "dense", score_threshold: 0.70710677 })).toEqual([[1, 1]]);
  });

  test("by a point's id finds its neighbours without itself", async () => {
    const found = await query({ query: 1, using: "dense" });
    expect(found.map(([id]) => id)).toEqual([2, 3]);
    await expect(query({ query: 99, using: "dense" })).rejects.toMatchObject({ status: 404 });
  });

  test("without any query lists by id", async () => {
    expect(await query({ limit: 3, offset: 1 })).toEqual([
      [2, 0],
      [3, 0],
      [4, 0],
    ]);
  });

  test("attaches payload and vectors only when asked", async () => {
    const [bare] = (await client.query("docs", { query: [1, 0], using: "dense", limit: 1 })).points;
    expect(bare).toEqual({ id: 1, score: 1, version: expect.any(Number) as unknown });
    const request = { query: [1, 0], using: "dense", limit: 1, with_payload: true, with_vector: ["far"] };
    expect((await client.query("docs", request)).points[0]).toMatchObject({
      payload: { t: "a" },
      vector: { far: [0, 0] },
    });
  });

  test.each([
    ["a wrong dimension", { query: [1, 0, 0], using: "dense" }, 400],
    ["an unknown vector", { query: [1, 0], using: "other" }, 400],
    ["no vector name where vectors are named", { query: [1, 0] }, 400],
    ["a sparse query of a dense vector", { query: sparse(1), using: "dense" }, 400],
    ["a limit of nothing", { query: [1, 0], using: "dense", limit: 0 }, 422],
    ["fusion of nothing", { query: { fusion: "dbsf" } }, 400],
    ["an unknown fusion", { query: { fusion: "best" }, prefetch: { query: [1, 0], using: "dense" } }, 400],
    ["prefetches that nothing merges", { prefetch: { query: [1, 0], using: "dense" } }, 400],
    ["a misspelt filter clause", { query: [1, 0], using: "dense", filter: { musst: [] } }, 400],
    ["a condition without a test", { query: [1, 0], using: "dense", filter: { must: { key: "t" } } }, 422],
    ["IDF where it means nothing", { query: [1, 0], using: "dense", params: { idf: { corpus: {} } } }, 400],
    ["a formula, which is not here", { query: { formula: 1 }, prefetch: { query: 1, using: "dense" } }, 400],
  ])("is refused with %s", async (_name, request, status) => {
    await expect(query(request as never)).rejects.toMatchObject({ status });
  });
});

describe("a sparse query", () => {
  beforeEach(async () => {
    await upsert(1, { bm25: sparse(1, 2), plain: { indices: [1, 7], values: [2, 1] } }, { t: "a" });
    await upsert(2, { bm25: sparse(1), plain: { indices: [1], values: [3] } }, { t: "a" });
    await upsert(3, { bm25: sparse(2), plain: { indices: [7], values: [-1] } }, { t: "b" });
    await upsert(4, { bm25: sparse(2) }, { t: "b" });
  });

  test("scores by dot product and finds only points that share an index", async () => {
    expect(await query({ query: { indices: [7, 1], values: [10, 1] }, using: "plain" })).toEqual([
      [1, 12],
      [2, 3],
      [3, -10],
    ]);
  });

  test("weighs rare terms over the whole collection", async () => {
    const found = await query({ query: sparse(1, 2), using: "bm25" });
    expect(found.map(([id]) => id)).toEqual([1, 2, 3, 4]);
    expect(found[0]?.[1]).toBeCloseTo(idf(2, 4) + idf(3, 4), 6);
    expect(found[1]?.[1]).toBeCloseTo(idf(2, 4), 6);
    expect(found[2]?.[1]).toBeCloseTo(idf(3, 4), 6);
  });

  test("weighs rare terms over the corpus it is given", async () => {
    const filter = { must: [{ key: "t", match: { value: "a" } }] };
    const found = await query({
      query: sparse(2),
      using: "bm25",
      filter,
      params: { idf: { corpus: filter } },
    });
    expect(found[0]?.[1]).toBeCloseTo(idf(1, 2), 6);
  });

  test("forgets deleted points in its statistics", async () => {
    await client.delete("docs", { wait: true, points: [3, 4] });
    const found = await query({ query: sparse(2), using: "bm25" });
    expect(found).toEqual([[1, expect.closeTo(idf(1, 2), 6)]]);
  });
});

/** Where a score stands between mean - 3 sigma and mean + 3 sigma of its list. */
function scale(scores: number[], score: number): number {
  const mean = scores.reduce((a, b) => a + b) / scores.length;
  const sigma = Math.sqrt(scores.reduce((sum, s) => sum + (s - mean) ** 2, 0) / (scores.length - 1));
  return (score - (mean - 3 * sigma)) / (6 * sigma);
}

describe("a fused query", () => {
  const prefetch = [
    { query: [1, 0], using: "dense", limit: 10 },
    { query: { indices: [1], values: [1] }, using: "plain", limit: 10 },
  ];

  beforeEach(async () => {
    await upsert(1, { dense: [1, 0], plain: { indices: [1], values: [1] } }, { t: "a" });
    await upsert(2, { dense: [0, 1], plain: { indices: [1], values: [3] } }, { t: "a" });
    await upsert(3, { dense: [1, 1] }, { t: "b" });
  });

  test("by reciprocal rank counts positions from 0 with k = 2", async () => {
    // dense ranks 1, 3, 2 and sparse 2, 1.
    expect(await query({ prefetch, query: { fusion: "rrf" } })).toEqual([
      [1, expect.closeTo(1 / 2 + 1 / 3, 6)],
      [2, expect.closeTo(1 / 4 + 1 / 2, 6)],
      [3, expect.closeTo(1 / 3, 6)],
    ]);
  });

  test("by reciprocal rank takes k and weights", async () => {
    const found = await query({ prefetch, query: { rrf: { k: 60, weights: [1, 2] } } });
    expect(found).toEqual([
      [1, expect.closeTo(1 / 60 + 1 / (2 / 2 + 59), 7)],
      [2, expect.closeTo(1 / 62 + 1 / (1 / 2 + 59), 7)],
      [3, expect.closeTo(1 / 61, 7)],
    ]);
    await expect(query({ prefetch, query: { rrf: { weights: [1] } } })).rejects.toMatchObject({
      status: 400,
    });
  });

  test("by distribution scales each list to mean ± 3 sigma and adds up", async () => {
    const dense = [1, Math.SQRT1_2, 0];
    const found = await query({ prefetch, query: { fusion: "dbsf" } });
    expect(found).toEqual([
      [1, expect.closeTo(scale(dense, 1) + scale([1, 3], 1), 5)],
      [2, expect.closeTo(scale(dense, 0) + scale([1, 3], 3), 5)],
      [3, expect.closeTo(scale(dense, Math.SQRT1_2), 5)],
    ]);
  });

  test("gives a lone result of a list one half", async () => {
    const lone = [
      { query: [1, 0], using: "dense", limit: 1 },
      { query: { indices: [1], values: [1] }, using: "plain", limit: 1 },
    ];
    expect(await query({ prefetch: lone, query: { fusion: "dbsf" } })).toEqual([
      [1, 0.5],
      [2, 0.5],
    ]);
  });

  test("holds the outer filter inside every prefetch", async () => {
    const filter = { must: [{ key: "t", match: { value: "b" } }] };
    expect(await query({ prefetch, query: { fusion: "rrf" }, filter })).toEqual([[3, 0.5]]);
  });

  test("can re-rank what a prefetch found, and nothing else", async () => {
    const found = await query({
      prefetch: { query: { indices: [1], values: [1] }, using: "plain" },
      query: [0, 1],
      using: "dense",
    });
    expect(found).toEqual([
      [2, 1],
      [1, 0],
    ]);
  });

  test("answers several queries at once, each on its own", async () => {
    const results = await client.queryBatch("docs", {
      searches: [
        { query: [1, 0], using: "dense", limit: 1 },
        { prefetch, query: { fusion: "rrf" }, limit: 2 },
      ],
    });
    expect(results.map(({ points }) => points.map(({ id }) => id))).toEqual([[1], [1, 2]]);
  });
});
