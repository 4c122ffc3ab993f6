import {
  addIndex,
  putPoint,
  removePoint,
  replacePayload,
  type Collection,
  type Point,
} from "./collection.ts";
import { parseIndexSchema } from "./payload-index.ts";
import type { JsonObject } from "./json-shape.ts";
import type { PointId } from "./point-id.ts";

/**
 * What an update does to a collection, with every filter already resolved to ids: applying the same changes in the same order
 * to an empty collection gives the same collection, which is how it is saved.
 */
export type Change =
  | { kind: "put"; points: Point[] }
  | { kind: "remove"; ids: PointId[] }
  | { kind: "payload"; payloads: { id: PointId; payload: JsonObject }[] }
  | { kind: "index"; field: string; schema: string | JsonObject }
  | { kind: "unindex"; field: string };

export function applyChange(collection: Collection, change: Change): void {
  collection.operations += 1;
  switch (change.kind) {
    case "put":
      for (const point of change.points) putPoint(collection, point);
      return;
    case "remove":
      for (const id of change.ids) removePoint(collection, id);
      return;
    case "payload":
      for (const { id, payload } of change.payloads) {
        const slot = collection.slotOf.get(id);
        if (slot !== undefined) replacePayload(collection, slot, payload);
      }
      return;
    case "index":
      addIndex(collection, change.field, parseIndexSchema(change.schema).type, change.schema);
      return;
    case "unindex":
      collection.indexes.delete(change.field);
  }
}
