import { createServer } from "node:http";
import { once } from "node:events";
import { randomUUID } from "node:crypto";
import { QdrantClient } from "@qdrant/js-client-rest";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startQdrant } from "../../../emulators/servers/qdrant/start-qdrant.ts";
import type { LocalServer } from "../../../emulators/servers/local-server.ts";
import { createVectors, type ChunkPoint, type Vectors } from "./vectors.ts";

const TENANT = randomUUID();
const OTHER = randomUUID();
const DOCUMENT = randomUUID();
const BASE = randomUUID();

let server: LocalServer;
let vectors: Vectors;

beforeEach(async () => {
  server = await startQdrant({ port: 0 });
  vectors = createVectors({ url: server.url, collection: "chunks", dimension: 2 });
});

afterEach(() => server.close());

function chunk(changes: Partial<ChunkPoint> = {}): ChunkPoint {
  return {
    id: randomUUID(),
    tenantId: TENANT,
    knowledgeBaseId: BASE,
    documentId: DOCUMENT,
    generation: 1,
    index: 0,
    text: "We ship to Bandung.",
    dense: [1, 0],
    sparse: { indices: [7], values: [1] },
    ...changes,
  };
}

const question = { dense: [1, 0], sparse: { indices: [7], values: [1] }, limit: 10 };

describe("ensureCollection", () => {
  test("creates the vectors and indexes that we need, however many instances call it at once", async () => {
    await Promise.all(Array.from({ length: 5 }, () => vectors.ensureCollection()));
    await vectors.ensureCollection();
    const raw = new QdrantClient({ url: server.url, checkCompatibility: false });
    const { config, payload_schema } = await raw.getCollection("chunks");
    expect(config.params.vectors).toEqual({ dense: { size: 2, distance: "Cosine" } });
    expect(config.params.sparse_vectors).toEqual({ bm25: { modifier: "idf" } });
    expect(payload_schema["tenant_id"]).toMatchObject({ data_type: "keyword", params: { is_tenant: true } });
    expect(Object.keys(payload_schema).toSorted()).toEqual([
      "document_id",
      "generation",
      "knowledge_base_id",
      "tenant_id",
    ]);
  });

  test("refuses a collection of another dimension", async () => {
    await vectors.ensureCollection();
    const wider = createVectors({ url: server.url, collection: "chunks", dimension: 3 });
    await expect(wider.ensureCollection()).rejects.toThrow("holds vectors of 2 numbers");
  });
});

test("a collection that nobody has created yet holds nothing", async () => {
  expect(await vectors.searchChunks({ tenantId: TENANT, ...question })).toEqual([]);
  expect(await vectors.countChunks({ tenantId: TENANT })).toBe(0);
  await vectors.deleteChunks({ tenantId: TENANT, documentId: DOCUMENT });
  await vectors.deleteTenant(TENANT);
});

describe("searchChunks", () => {
  beforeEach(() => vectors.ensureCollection());

  test("gives back what was stored, best first", async () => {
    const best = chunk({ heading: "Delivery > Java", page: 3, index: 4 });
    const second = chunk({ dense: [1, 1], sparse: { indices: [8], values: [1] } });
    await vectors.upsertChunks([second, best]);
    const found = await vectors.searchChunks({ tenantId: TENANT, ...question });
    expect(found.map(({ id }) => id)).toEqual([best.id, second.id]);
    expect(found[0]).toEqual({
      score: expect.any(Number) as unknown,
      id: best.id,
      text: best.text,
      documentId: DOCUMENT,
      knowledgeBaseId: BASE,
      generation: 1,
      heading: "Delivery > Java",
      page: 3,
      index: 4,
    });
    expect(found[1]).not.toHaveProperty("heading");
  });

  test("finds by words what it would not find by meaning, and the other way round", async () => {
    const byWords = chunk({ dense: [-1, 0] });
    const byMeaning = chunk({ sparse: { indices: [], values: [] } });
    await vectors.upsertChunks([byWords, byMeaning]);
    const found = await vectors.searchChunks({ tenantId: TENANT, ...question });
    expect(found.map(({ id }) => id).toSorted()).toEqual([byWords.id, byMeaning.id].toSorted());
  });

  test("never finds another tenant's chunk, however near", async () => {
    const mine = chunk({ dense: [0, 1], sparse: { indices: [9], values: [1] } });
    await vectors.upsertChunks([mine, ...Array.from({ length: 200 }, () => chunk({ tenantId: OTHER }))]);
    const found = await vectors.searchChunks({ tenantId: TENANT, ...question });
    expect(found.map(({ id }) => id)).toEqual([mine.id]);
    expect(await vectors.searchChunks({ tenantId: randomUUID(), ...question })).toEqual([]);
  });

  test("scores do not depend on what other tenants have stored", async () => {
    await vectors.upsertChunks([
      chunk({ index: 1 }),
      chunk({ index: 2, sparse: { indices: [7, 8], values: [1, 2] } }),
    ]);
    const search = { tenantId: TENANT, ...question, sparse: { indices: [7, 8], values: [1, 1] } };
    const alone = await vectors.searchChunks(search);
    await vectors.upsertChunks(Array.from({ length: 50 }, () => chunk({ tenantId: OTHER })));
    expect(await vectors.searchChunks(search)).toEqual(alone);
  });

  test.each(["", "*", "tenant", `${TENANT}x`])("refuses %j as a tenant", async (tenantId) => {
    await expect(vectors.searchChunks({ tenantId, ...question })).rejects.toThrow("must be a UUID");
    await expect(vectors.upsertChunks([chunk({ tenantId })])).rejects.toThrow("must be a UUID");
    await expect(vectors.countChunks({ tenantId })).rejects.toThrow("must be a UUID");
    await expect(vectors.deleteTenant(tenantId)).rejects.toThrow("must be a UUID");
    await expect(vectors.deleteChunks({ tenantId, documentId: DOCUMENT })).rejects.toThrow("must be a UUID");
  });

  test("keeps to the knowledge bases and generations it is given; none of them finds nothing", async () => {
    const elsewhere = chunk({ knowledgeBaseId: randomUUID() });
    const newer = chunk({ generation: 2 });
    await vectors.upsertChunks([elsewhere, newer]);
    const find = async (limits: object) => {
      const found = await vectors.searchChunks({ tenantId: TENANT, ...question, ...limits });
      return found.map(({ id }) => id);
    };
    expect(await find({ knowledgeBaseIds: [BASE] })).toEqual([newer.id]);
    expect(await find({ generations: [1] })).toEqual([elsewhere.id]);
    expect(await find({ knowledgeBaseIds: [BASE], generations: [1] })).toEqual([]);
    expect(await find({ knowledgeBaseIds: [] })).toEqual([]);
    expect(await find({ generations: [] })).toEqual([]);
  });

  test("fuses by weighted ranks when told to", async () => {
    const byWords = chunk({ dense: [-1, 0] });
    const byMeaning = chunk({ sparse: { indices: [], values: [] } });
    await vectors.upsertChunks([byMeaning, byWords]);
    const first = async (denseWeight: number, sparseWeight: number) => {
      const fusion = { method: "rrf", k: 2, denseWeight, sparseWeight } as const;
      return (await vectors.searchChunks({ tenantId: TENANT, ...question, fusion }))[0]?.id;
    };
    expect(await first(0, 1)).toBe(byWords.id);
    expect(await first(1, 0)).toBe(byMeaning.id);
  });

  test("answers a question without words by meaning alone", async () => {
    const stored = chunk();
    await vectors.upsertChunks([stored]);
    const sparse = { indices: [], values: [] };
    const found = await vectors.searchChunks({ tenantId: TENANT, ...question, sparse });
    expect(found.map(({ id }) => id)).toEqual([stored.id]);
  });
});

describe("chunks of a document", () => {
  beforeEach(() => vectors.ensureCollection());

  test("are written in any number, and once however often the same are written", async () => {
    const many = Array.from({ length: 150 }, (_, index) => chunk({ index }));
    await vectors.upsertChunks(many);
    await vectors.upsertChunks(many);
    await vectors.upsertChunks([]);
    expect(await vectors.countChunks({ tenantId: TENANT, documentId: DOCUMENT })).toBe(150);
  });

  test("are deleted by generation, and only this tenant's of this document", async () => {
    const others = [chunk({ tenantId: OTHER }), chunk({ documentId: randomUUID() })];
    await vectors.upsertChunks([1, 2, 3].map((generation) => chunk({ generation })).concat(others));
    const which = { tenantId: TENANT, documentId: DOCUMENT };
    await vectors.deleteChunks({ ...which, beforeGeneration: 2 });
    expect(await vectors.countChunks(which)).toBe(2);
    await vectors.deleteChunks({ ...which, exceptGeneration: 2 });
    expect(await vectors.countChunks(which)).toBe(1);
    await vectors.deleteChunks(which);
    expect(await vectors.countChunks(which)).toBe(0);
    expect(await vectors.countChunks({ tenantId: TENANT })).toBe(1);
    await vectors.deleteTenant(TENANT);
    expect(await vectors.countChunks({ tenantId: TENANT })).toBe(0);
    expect(await vectors.countChunks({ tenantId: OTHER })).toBe(1);
  });
});

describe("errors", () => {
  test("of the server keep their status", async () => {
    await vectors.ensureCollection();
    await expect(vectors.upsertChunks([chunk({ dense: [1] })])).rejects.toMatchObject({ status: 400 });
    const busy = createServer((_request, response) => response.writeHead(503).end("{}"));
    await once(busy.listen(0, "127.0.0.1"), "listening");
    const address = busy.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const failing = createVectors({ url: `http://127.0.0.1:${port}`, collection: "chunks", dimension: 2 });
    await expect(failing.searchChunks({ tenantId: TENANT, ...question })).rejects.toMatchObject({
      status: 503,
    });
    busy.close();
  });

  test("of the network come through", async () => {
    await server.close();
    await expect(vectors.searchChunks({ tenantId: TENANT, ...question })).rejects.toThrow("fetch failed");
    server = await startQdrant({ port: 0 });
  });
});
