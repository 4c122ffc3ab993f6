import { type Catalog, openCatalog } from "./catalog/catalog.ts";
import { createEngine, type Engine } from "./engine/engine.ts";
import { createFinishedJobs, type FinishedJobs } from "./query/finished-jobs.ts";
import { createRecentIds, type RecentIds } from "./rows/recent-ids.ts";
import { createStreamingBuffer, type StreamingBuffer } from "./rows/streaming-buffer.ts";

/** All that the server holds: what tables there are, what is in them, and what was asked lately. */
export type Warehouse = {
  catalog: Catalog;
  engine: Engine;
  jobs: FinishedJobs;
  recentIds: RecentIds;
  buffer: StreamingBuffer;
};

export type WarehouseOptions = {
  /** Where it is kept; without it in memory. */
  dataDir: string | undefined;
  /** How long rows of `insertAll` cannot be deleted. */
  streamingBufferMs: number;
};

export async function openWarehouse({ dataDir, streamingBufferMs }: WarehouseOptions): Promise<Warehouse> {
  const catalog = await openCatalog(dataDir);
  return {
    catalog,
    engine: createEngine({ dataDir, catalog }),
    jobs: createFinishedJobs(),
    recentIds: createRecentIds(),
    buffer: createStreamingBuffer(streamingBufferMs),
  };
}
