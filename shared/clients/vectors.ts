import type { QdrantClient } from "@qdrant/js-client-rest";
import { createVectorCollection } from "./vectors-collection.ts";
import { chunkOf, pointOf, type ChunkPoint, type ScoredChunk } from "./vectors-point.ts";
import { searchRequest, tenantFilter, type ChunkSearch } from "./vectors-search.ts";

export type { ChunkPoint } from "./vectors-point.ts";

export type Vectors = {
  /** Creates what is missing of the collection and its indexes; safe to call at any time and from many instances at once. */
  ensureCollection(): Promise<void>;
  /** Writes chunks, replacing those with the same ids; resolves when they can be found. */
  upsertChunks(points: readonly ChunkPoint[]): Promise<void>;
  /**
   * Deletes a document's chunks: all of them, or only those of generations before one, or of any other than one.
   * `exceptGeneration` also takes chunks that a newer reading is just writing; `beforeGeneration` leaves them.
   */
  deleteChunks(which: {
    tenantId: string;
    documentId: string;
    exceptGeneration?: number | undefined;
    beforeGeneration?: number | undefined;
  }): Promise<void>;
  countChunks(which: { tenantId: string; documentId?: string | undefined }): Promise<number>;
  /** Deletes everything of a tenant. */
  deleteTenant(tenantId: string): Promise<void>;
  /** The tenant's chunks nearest to a question, by meaning and by words, best first. Scores compare only within one answer. */
  searchChunks(search: ChunkSearch): Promise<ScoredChunk[]>;
};

export type VectorsOptions = {
  url: string;
  apiKey?: string | undefined;
  collection: string;
  /** Numbers in an embedding. */
  dimension: number;
  /** Of one request. */
  timeoutMs?: number | undefined;
};

const POINTS_PER_REQUEST = 64;

/**
 * Our one client of Qdrant. Every function that reads, counts or deletes builds its tenant filter here and refuses a tenant id
 * that is no UUID. Errors of the network and of the server come through as the official client throws them (a `status` where
 * there was an answer), so that the caller can tell what to retry; a collection not there yet holds nothing and is no error.
 */
export function createVectors(options: VectorsOptions): Vectors {
  const { collection } = options;
  let connected: Promise<QdrantClient> | undefined;
  const client = async (): Promise<QdrantClient> => (connected ??= connect(options));

  return {
    ensureCollection: async () => createVectorCollection(await client(), options),

    async upsertChunks(points) {
      for (let start = 0; start < points.length; start += POINTS_PER_REQUEST) {
        const page = points.slice(start, start + POINTS_PER_REQUEST).map(pointOf);
        await (await client()).upsert(collection, { wait: true, points: page });
      }
    },

    async deleteChunks({ tenantId, documentId, exceptGeneration, beforeGeneration }) {
      const filter = tenantFilter(tenantId, [
        { key: "document_id", match: { value: documentId } },
        ...(beforeGeneration === undefined ? [] : [{ key: "generation", range: { lt: beforeGeneration } }]),
        ...(exceptGeneration === undefined
          ? []
          : [{ must_not: [{ key: "generation", match: { value: exceptGeneration } }] }]),
      ]);
      await unlessMissing(async () => (await client()).delete(collection, { wait: true, filter }));
    },

    async countChunks({ tenantId, documentId }) {
      const filter = tenantFilter(
        tenantId,
        documentId === undefined ? [] : [{ key: "document_id", match: { value: documentId } }],
      );
      const counted = await unlessMissing(async () => (await client()).count(collection, { exact: true, filter }));
      return counted?.count ?? 0;
    },

    async deleteTenant(tenantId) {
      const filter = tenantFilter(tenantId);
      await unlessMissing(async () => (await client()).delete(collection, { wait: true, filter }));
    },

    async searchChunks(search) {
      const request = searchRequest(search);
      if (!request) return [];
      const answer = await unlessMissing(async () => (await client()).query(collection, request));
      return (answer?.points ?? []).map((point) => chunkOf(point, search.tenantId));
    },
  };
}

async function connect({ url, apiKey, timeoutMs = 15_000 }: VectorsOptions): Promise<QdrantClient> {
  const { QdrantClient: Client } = await import("@qdrant/js-client-rest");
  // The official client ignores a path in its url and wants it apart.
  const { origin, pathname } = new URL(url);
  return new Client({
    url: origin,
    ...(pathname === "/" ? {} : { prefix: pathname }),
    ...(apiKey ? { apiKey } : {}),
    timeout: timeoutMs,
    // The check is a request that nobody awaits.
    checkCompatibility: false,
  });
}

/** Undefined when there is no collection: nobody has stored anything yet. */
async function unlessMissing<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof Error && "status" in error && error.status === 404) return undefined;
    throw error;
  }
}
