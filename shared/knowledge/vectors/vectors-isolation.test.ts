import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LocalServer } from "../../../emulators/servers/local-server.ts";
import { startQdrant } from "../../../emulators/servers/qdrant/start-qdrant.ts";
import type { Fusion } from "../rules/choose-fusion.ts";
import { documentSparseVector, querySparseVector } from "../rules/sparse-vector.ts";
import { createVectors, type Vectors } from "./vectors.ts";

const words = ["tent", "boot", "rain", "price", "open"];
const fusions: Fusion[] = [
  { method: "dbsf" },
  { method: "rrf", k: 2 },
  { method: "rrf", sparseWeight: 2 },
  { method: "words" },
  { method: "meaning" },
];

let server: LocalServer;
let vectors: Vectors;
beforeAll(async () => {
  server = await startQdrant({ port: 0 });
  vectors = createVectors({ url: server.url, collection: "isolation", dimension: 3 });
  await vectors.ensureCollection();
});
afterAll(async () => server.close());

/** A place is a tenant's knowledge base: `tenant * 2 + base`. */
const place = fc.nat(5);
const said = fc
  .array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 })
  .map((list) => list.join(" "));
const dense = fc
  .tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 1, max: 9 })))
  .map((list) => [...list]);

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("write" as const),
      place,
      document: fc.nat(1),
      said,
      dense,
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("forget" as const), place, document: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("leave" as const), tenant: fc.nat(2) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("ask" as const),
      tenant: fc.nat(2),
      bases: fc.option(fc.subarray([0, 1]), { nil: undefined }),
      said,
      dense,
      fusion: fc.constantFrom(...fusions),
      limit: fc.integer({ min: 1, max: 30 }),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Everything of one run has ids of its own, so that runs share a collection as tenants do. */
function newWorld() {
  const tenants = Array.from({ length: 3 }, () => ({
    id: randomUUID(),
    bases: [randomUUID(), randomUUID()],
  }));
  const documents = Array.from({ length: 6 }, () => [randomUUID(), randomUUID()]);
  /** Where each chunk was written to, told by us and not by the server. */
  const owners = new Map<string, number>();
  const tenantOf = (at: number) => tenants[Math.floor(at / 2)]?.id ?? "";
  const baseOf = (at: number) => tenants[Math.floor(at / 2)]?.bases[at % 2] ?? "";

  async function run(one: Step): Promise<void> {
    if (one.kind === "write") {
      const points = Array.from({ length: one.count }, (_, index) => ({
        id: randomUUID(),
        tenantId: tenantOf(one.place),
        knowledgeBaseId: baseOf(one.place),
        documentId: documents[one.place]?.[one.document] ?? "",
        generation: 1,
        index,
        text: one.said,
        dense: one.dense,
        sparse: documentSparseVector(one.said, { averageLength: 3 }),
      }));
      for (const { id } of points) owners.set(id, one.place);
      await vectors.upsertChunks(points);
    } else if (one.kind === "forget") {
      const documentId = documents[one.place]?.[one.document] ?? "";
      await vectors.deleteChunks({ tenantId: tenantOf(one.place), documentId });
    } else if (one.kind === "leave") {
      await vectors.deleteTenant(tenants[one.tenant]?.id ?? "");
    } else {
      await ask(one);
    }
  }

  async function ask({ tenant, bases, ...search }: Extract<Step, { kind: "ask" }>): Promise<string[]> {
    const found = await vectors.searchChunks({
      tenantId: tenants[tenant]?.id ?? "",
      knowledgeBaseIds: bases?.map((base) => tenants[tenant]?.bases[base] ?? ""),
      dense: search.dense,
      sparse: querySparseVector(search.said),
      limit: search.limit,
      fusion: search.fusion,
    });
    const allowed = (bases ?? [0, 1]).map((base) => tenant * 2 + base);
    for (const { id } of found) expect(allowed).toContain(owners.get(id));
    return found.map(({ id }) => id);
  }
  return { run, ask, owners };
}

test("whatever is written, deleted and asked at once, no chunk of another tenant or of another knowledge base appears", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 2, maxLength: 10 }), { minLength: 1, maxLength: 6 }),
      async (rounds) => {
        const world = newWorld();
        for (const round of rounds) await Promise.all(round.map((one) => world.run(one)));
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);

test("each tenant finds all that is in the bases it asks, and so the property is no empty one", async () => {
  const write = (at: number, index: number) => ({
    kind: "write" as const,
    place: at,
    document: 0,
    said: "tent rain",
    dense: [1, 1, 1 + index],
    count: 2,
  });
  const world = newWorld();
  await Promise.all(Array.from({ length: 6 }, (_, at) => world.run(write(at, at))));
  for (const fusion of fusions) {
    for (const tenant of [0, 1, 2]) {
      const asked = { kind: "ask" as const, tenant, said: "tent", dense: [1, 1, 1], fusion, limit: 30 };
      expect(await world.ask({ ...asked, bases: undefined })).toHaveLength(4);
      expect(await world.ask({ ...asked, bases: [1] })).toHaveLength(2);
      expect(await world.ask({ ...asked, bases: [] })).toEqual([]);
    }
  }
});
