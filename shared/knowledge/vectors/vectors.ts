import type { QdrantClient } from "@qdrant/js-client-rest";
import { createVectorCollection } from "./vectors-collection.ts";
import {
  chunkOf,
  embeddedOf,
  pointOf,
  type ChunkPoint,
  type ListedChunk,
  type ScoredChunk,
} from "./vectors-point.ts";
import { searchRequest, tenantFilter, type ChunkSearch } from "./vectors-search.ts";
import { defineClient } from "../../runtime/client.ts";

export type { ChunkPoint, ScoredChunk } from "./vectors-point.ts";

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
  /** The vectors that chunks of the document have, of whatever generation, by their content hash; hashes that none has are left out. */
  findEmbedded(which: {
    tenantId: string;
    documentId: string;
    contentHashes: readonly string[];
  }): Promise<Map<string, number[]>>;
  /** A document's chunks of one generation in their order, `limit` of them from `from` on. */
  listChunks(which: {
    tenantId: string;
    documentId: string;
    generation: number;
    from: number;
    limit: number;
  }): Promise<ListedChunk[]>;
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

    async findEmbedded({ tenantId, documentId, contentHashes }) {
      if (contentHashes.length === 0) return new Map();
      const filter = tenantFilter(tenantId, [
        { key: "document_id", match: { value: documentId } },
        { key: "content_hash", match: { any: [...contentHashes] } },
      ]);
      const request = {
        filter,
        // Two generations may stand side by side.
        limit: 4 * contentHashes.length,
        with_payload: ["content_hash"],
        with_vector: ["dense"],
      };
      const found = await unlessMissing(async () => (await client()).scroll(collection, request));
      return new Map((found?.points ?? []).map(embeddedOf).filter((pair) => pair !== undefined));
    },

    async listChunks({ tenantId, documentId, generation, from, limit }) {
      const filter = tenantFilter(tenantId, [
        { key: "document_id", match: { value: documentId } },
        { key: "generation", match: { value: generation } },
        { key: "index", range: { gte: from, lt: from + limit } },
      ]);
      const request = { filter, limit, with_payload: true };
      const found = await unlessMissing(async () => (await client()).scroll(collection, request));
      return (found?.points ?? [])
        .map((point) => chunkOf({ ...point, score: 0 }, tenantId))
        .map(({ id, index, text, heading, page }) => ({ id, index, text, heading, page }))
        .toSorted((a, b) => a.index - b.index);
    },

    async countChunks({ tenantId, documentId }) {
      const filter = tenantFilter(
        tenantId,
        documentId === undefined ? [] : [{ key: "document_id", match: { value: documentId } }],
      );
      const counted = await unlessMissing(async () =>
        (await client()).count(collection, { exact: true, filter }),
      );
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

/** Qdrant, which keeps the chunks of all tenants. */
export const qdrant = defineClient(
  ["QDRANT_URL", "QDRANT_API_KEY", "QDRANT_COLLECTION", "OPENAI_EMBEDDING_DIMENSIONS"],
  (config) =>
    createVectors({
      url: config.QDRANT_URL,
      apiKey: config.QDRANT_API_KEY,
      collection: config.QDRANT_COLLECTION,
      dimension: config.OPENAI_EMBEDDING_DIMENSIONS,
    }),
);
