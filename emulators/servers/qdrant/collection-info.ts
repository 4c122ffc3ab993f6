import type { Collection } from "./collection.ts";
import type { JsonObject } from "./json-shape.ts";

/** What `GET /collections/NAME` shows; settings that do not matter to an exact search are the real server's defaults. */
export function collectionInfo(collection: Collection): JsonObject {
  const { request } = collection.config;
  const points = collection.slotOf.size;
  return {
    status: "green",
    optimizer_status: "ok",
    indexed_vectors_count: points,
    points_count: points,
    segments_count: 1,
    config: {
      params: {
        ...present("vectors", request["vectors"]),
        ...present("sparse_vectors", request["sparse_vectors"]),
        shard_number: 1,
        replication_factor: 1,
        write_consistency_factor: 1,
        on_disk_payload: request["on_disk_payload"] ?? true,
      },
      hnsw_config: { m: 16, ef_construct: 100, full_scan_threshold: 10_000, max_indexing_threads: 0 },
      optimizer_config: {
        deleted_threshold: 0.2,
        vacuum_min_vector_number: 1000,
        default_segment_number: 0,
        flush_interval_sec: 5,
      },
      wal_config: { wal_capacity_mb: 32, wal_segments_ahead: 0 },
      quantization_config: request["quantization_config"] ?? null,
      ...present("strict_mode_config", request["strict_mode_config"]),
      ...present("metadata", request["metadata"]),
    },
    payload_schema: Object.fromEntries(
      [...collection.indexes.values()].map((index) => [
        index.field,
        {
          data_type: index.type,
          ...present("params", typeof index.schema === "string" ? undefined : index.schema),
          points: index.points(),
        },
      ]),
    ),
  };
}

function present(name: string, value: unknown): JsonObject {
  return value === undefined || value === null ? {} : { [name]: value };
}
