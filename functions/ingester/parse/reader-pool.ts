import type { SourceFile } from "../blocks/source-file.ts";
import { IngestFailure } from "../ingest-failure.ts";
import { createFairLane } from "./fair-lane.ts";
import type { ReadDocument } from "./read-chunks.ts";
import { type ReadLimits, readInWorker } from "./read-in-worker.ts";

/** Most documents are read in a second. */
const quickLimits: ReadLimits = { timeMs: 5_000, heapMiB: 160, growthMiB: 160 };
const quickBytes = 1024 * 1024;
/** A book of 850 pages takes 5 s and 390 MB at its highest. */
const slowLimits: ReadLimits = { timeMs: 90_000, heapMiB: 320, growthMiB: 480 };

export type ReaderPool = {
  /** Throws `IngestFailure` when the document cannot be read. */
  read(tenantId: string, file: SourceFile, embeddingModel: string): Promise<ReadDocument>;
};

type Read = typeof readInWorker;

/**
 * Two readers, whose memory an instance has: one for small documents, which gives up on what takes it longer than they do, and
 * one for these and for large ones. In both tenants take turns. So a small document waits for seconds at most, whatever
 * others upload, and a large one for one of each tenant before it.
 */
export function createReaderPool(readWithin: Read = readInWorker): ReaderPool {
  const quick = createFairLane();
  const slow = createFairLane();
  return {
    async read(tenantId, file, model) {
      const readSlowly = async () => slow.run(tenantId, async () => readWithin(file, model, slowLimits));
      if (file.bytes.length > quickBytes) return readSlowly();
      try {
        return await quick.run(tenantId, async () => readWithin(file, model, quickLimits));
      } catch (error) {
        if (!isBeyondLimits(error)) throw error;
      }
      return readSlowly();
    },
  };
}

function isBeyondLimits(error: unknown): boolean {
  return error instanceof IngestFailure && (error.code === "timed-out" || error.code === "too-complex");
}
