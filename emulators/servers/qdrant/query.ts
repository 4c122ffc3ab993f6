import type { Filter } from "./filter.ts";
import type { PointId } from "./point-id.ts";
import type { SparseVector } from "./sparse-vectors.ts";

/** A query that has been read and checked, or one of its prefetches, which nest. */
export type Query = {
  prefetch: Query[];
  /** Absent without prefetches: the points in the order of their ids. */
  search?: Search;
  /** The vector's name; empty for the unnamed one. */
  using: string;
  filter?: Filter;
  scoreThreshold?: number;
  limit: number;
  offset: number;
  /** The points over which term rarity is counted; absent, the whole collection. */
  idfCorpus?: Filter;
};

export type Search =
  | { kind: "dense"; vector: number[] }
  | { kind: "sparse"; vector: SparseVector }
  | { kind: "id"; id: PointId }
  | { kind: "rrf"; k?: number; weights?: number[] }
  | { kind: "dbsf" };
