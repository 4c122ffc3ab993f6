import { createDenseVectors, type DenseVectors } from "./dense-vectors.ts";
import { createSparseVectors, type SparseVector, type SparseVectors } from "./sparse-vectors.ts";
import { createPayloadIndex, type IndexType, type PayloadIndex } from "./payload-index.ts";
import type { CollectionConfig } from "./collection-config.ts";
import type { JsonObject } from "./json-shape.ts";
import type { PointId } from "./point-id.ts";

/** A point as it is stored; dense vectors are already normalised where the distance asks for it. */
export type Point = {
  id: PointId;
  payload: JsonObject;
  dense: Map<string, Float32Array>;
  sparse: Map<string, SparseVector>;
};

/** Points live in slots (small integers, reused after a deletion), by which every store and index refers to them. */
export type Collection = {
  readonly name: string;
  readonly config: CollectionConfig;
  readonly dense: Map<string, DenseVectors>;
  readonly sparse: Map<string, SparseVectors>;
  readonly indexes: Map<string, PayloadIndex>;
  readonly slotOf: Map<PointId, number>;
  readonly occupants: ({ id: PointId; payload: JsonObject; version: number } | undefined)[];
  readonly freeSlots: number[];
  /** Counts the updates; a point's version is the update that wrote it last. */
  operations: number;
};

export function createCollection(name: string, config: CollectionConfig): Collection {
  const dense = [...config.dense].map(
    ([vector, { size, distance }]) => [vector, createDenseVectors(size, distance)] as const,
  );
  const sparse = [...config.sparse].map(
    ([vector, { modifier }]) => [vector, createSparseVectors(modifier)] as const,
  );
  return {
    name,
    config,
    dense: new Map(dense),
    sparse: new Map(sparse),
    indexes: new Map(),
    slotOf: new Map(),
    occupants: [],
    freeSlots: [],
    operations: 0,
  };
}

/** Writes a point whole: what an earlier point of this id had is gone. */
export function putPoint(collection: Collection, point: Point): void {
  removePoint(collection, point.id);
  const slot = collection.freeSlots.pop() ?? collection.occupants.length;
  collection.slotOf.set(point.id, slot);
  collection.occupants[slot] = { id: point.id, payload: point.payload, version: collection.operations };
  for (const [name, vector] of point.dense) collection.dense.get(name)?.set(slot, vector);
  for (const [name, vector] of point.sparse) collection.sparse.get(name)?.set(slot, vector);
  for (const index of collection.indexes.values()) index.add(slot, point.payload);
}

export function getPoint(collection: Collection, slot: number): Point | undefined {
  const occupant = collection.occupants[slot];
  if (!occupant) return undefined;
  const point: Point = { id: occupant.id, payload: occupant.payload, dense: new Map(), sparse: new Map() };
  for (const [name, vectors] of collection.dense) {
    const vector = vectors.get(slot);
    if (vector) point.dense.set(name, vector);
  }
  for (const [name, vectors] of collection.sparse) {
    const vector = vectors.get(slot);
    if (vector) point.sparse.set(name, vector);
  }
  return point;
}

/** Deletes a point; an id that is not there is no error. */
export function removePoint(collection: Collection, id: PointId): void {
  const slot = collection.slotOf.get(id);
  if (slot === undefined) return;
  const payload = collection.occupants[slot]?.payload ?? {};
  for (const vectors of collection.dense.values()) vectors.remove(slot);
  for (const vectors of collection.sparse.values()) vectors.remove(slot);
  for (const index of collection.indexes.values()) index.remove(slot, payload);
  collection.occupants[slot] = undefined;
  collection.slotOf.delete(id);
  collection.freeSlots.push(slot);
}

export function replacePayload(collection: Collection, slot: number, payload: JsonObject): void {
  const occupant = collection.occupants[slot];
  if (!occupant) return;
  for (const index of collection.indexes.values()) {
    index.remove(slot, occupant.payload);
    index.add(slot, payload);
  }
  occupant.payload = payload;
  occupant.version = collection.operations;
}

/** Creates or replaces the index of a payload field and fills it from the points there are. */
export function addIndex(
  collection: Collection,
  field: string,
  type: IndexType,
  schema: string | JsonObject,
): void {
  const index = createPayloadIndex(field, type, schema);
  for (const [slot, occupant] of collection.occupants.entries()) {
    if (occupant) index.add(slot, occupant.payload);
  }
  collection.indexes.set(field, index);
}
