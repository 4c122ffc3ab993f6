import { randomUUID } from "node:crypto";
import { createVectors } from "../../shared/knowledge/vectors/vectors.ts";
import { documentSparseVector, querySparseVector } from "../../shared/knowledge/rules/sparse-vector.ts";
import { startQdrant } from "../servers/qdrant/start-qdrant.ts";

const tenants = 50;
const largeTenant = 10_000;
const smallTenant = 500;
const dimension = 512;
const searches = 200;

/** The hybrid search of a tenant with 10,000 chunks among 50 tenants, by the product's own client, embedding left out. */
export async function benchRetrieval(): Promise<void> {
  const qdrant = await startQdrant({ port: 0 });
  const vectors = createVectors({ url: qdrant.url, collection: "bench", dimension, timeoutMs: 60_000 });
  await vectors.ensureCollection();
  const random = seeded(7);
  const large = randomUUID();
  const sizes = [largeTenant, ...Array.from({ length: tenants - 1 }, () => smallTenant)];
  for (const [at, size] of sizes.entries())
    await fill(vectors, at === 0 ? large : randomUUID(), size, random);

  const times: number[] = [];
  let before = process.cpuUsage();
  for (let search = 0; search < searches + 20; search += 1) {
    if (search === 20) before = process.cpuUsage();
    const startedAt = performance.now();
    const found = await vectors.searchChunks({
      tenantId: large,
      dense: vectorOf(random),
      sparse: querySparseVector(textOf(random, 8)),
      limit: 18,
    });
    if (search >= 20) times.push(performance.now() - startedAt);
    if (found.length === 0) throw new Error("nothing found");
  }
  times.sort((a, b) => a - b);
  const { user, system } = process.cpuUsage(before);
  const at = (share: number) => `${(times[Math.floor(times.length * share)] ?? 0).toFixed(1)} ms`;
  console.log(
    `hybrid search in ${largeTenant} chunks of one tenant among ${tenants}: p50 ${at(0.5)}, p99 ${at(0.99)}, ` +
      `${((user + system) / 1000 / searches).toFixed(1)} ms of CPU`,
  );
  await qdrant.close();
}

async function fill(
  vectors: ReturnType<typeof createVectors>,
  tenantId: string,
  size: number,
  random: () => number,
): Promise<void> {
  for (let start = 0; start < size; start += 500) {
    await vectors.upsertChunks(
      Array.from({ length: Math.min(500, size - start) }, (_, offset) => {
        const text = textOf(random, 60);
        return {
          id: randomUUID(),
          tenantId,
          knowledgeBaseId: tenantId,
          documentId: tenantId,
          generation: 1,
          index: start + offset,
          text,
          dense: vectorOf(random),
          sparse: documentSparseVector(text, { averageLength: 60 }),
        };
      }),
    );
  }
}

/** Words as rare and as common as in texts (Zipf). */
function textOf(random: () => number, words: number): string {
  return Array.from({ length: words }, () => `w${Math.floor(5_000 ** random())}`).join(" ");
}

function vectorOf(random: () => number): number[] {
  return Array.from({ length: dimension }, () => random() - 0.5);
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
