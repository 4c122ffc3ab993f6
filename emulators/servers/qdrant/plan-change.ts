import { badFormat, badRequest, notFound, unsupported } from "./qdrant-error.ts";
import {
  expectArray,
  expectObject,
  expectString,
  isAbsent,
  isObject,
  type JsonObject,
} from "./json-shape.ts";
import { getPoint, type Collection, type Point } from "./collection.ts";
import { parsePoints, parseVectors } from "./parse-point.ts";
import { parseFilter } from "./parse-filter.ts";
import { parsePointId, type PointId } from "./point-id.ts";
import { slotsPassing } from "./filter-slots.ts";
import { requireIndexes } from "./strict-filter.ts";
import type { Change } from "./change.ts";

/** The updates of points by the name that `/points/batch` gives them. Each reads its body and plans its change. */
export const POINT_UPDATES: Record<string, (collection: Collection, body: JsonObject) => Change> = {
  upsert(collection, body) {
    if (!isAbsent(body["update_filter"]) || !isAbsent(body["update_mode"])) {
      throw unsupported("a conditional upsert");
    }
    const points = parsePoints(collection, body);
    if (points.length === 0) throw badRequest("Empty update request");
    return { kind: "put", points };
  },
  delete: (collection, body) => ({ kind: "remove", ids: selectedIds(collection, body) }),
  set_payload: (collection, body) => {
    const added = expectObject(body["payload"], "payload");
    const path = isAbsent(body["key"]) ? [] : expectString(body["key"], "key").split(".");
    return changePayloads(collection, body, (payload) => mergeAt(payload, path, added));
  },
  overwrite_payload: (collection, body) => {
    const payload = expectObject(body["payload"], "payload");
    return changePayloads(collection, body, () => payload);
  },
  delete_payload: (collection, body) => {
    const paths = expectArray(body["keys"], "keys").map((key) => expectString(key, "keys").split("."));
    return changePayloads(collection, body, (payload) => paths.reduce(withoutPath, payload));
  },
  clear_payload: (collection, body) => changePayloads(collection, body, () => ({})),
  update_vectors: (collection, body) => ({
    kind: "put",
    points: expectArray(body["points"], "points").map((value) => {
      const { id, vector } = expectObject(value, "point");
      const point = existingPoint(collection, parsePointId(id));
      const { dense, sparse } = parseVectors(collection, vector);
      return {
        ...point,
        dense: new Map([...point.dense, ...dense]),
        sparse: new Map([...point.sparse, ...sparse]),
      };
    }),
  }),
  delete_vectors: (collection, body) => {
    const names = expectArray(body["vector"], "vector");
    const points = selectedIds(collection, body).map((id) => existingPoint(collection, id));
    for (const point of points) {
      for (const name of names) {
        point.dense.delete(expectString(name, "vector"));
        point.sparse.delete(expectString(name, "vector"));
      }
    }
    return { kind: "put", points };
  },
};

/** The points that a request names, by `points` (ids, there or not) or by `filter`. */
function selectedIds(collection: Collection, body: JsonObject): PointId[] {
  if (!isAbsent(body["points"])) return expectArray(body["points"], "points").map(parsePointId);
  if (isAbsent(body["filter"])) throw badFormat("missing field `points` or `filter`");
  const filter = parseFilter(body["filter"]);
  if (collection.config.indexedFiltersOnly.writing) requireIndexes(collection, filter);
  return slotsPassing(collection, filter).flatMap((slot) => collection.occupants[slot]?.id ?? []);
}

function existingPoint(collection: Collection, id: PointId): Point {
  const slot = collection.slotOf.get(id);
  const point = slot === undefined ? undefined : getPoint(collection, slot);
  if (!point) throw notFound(`No point with id ${id} found`);
  return point;
}

function changePayloads(
  collection: Collection,
  body: JsonObject,
  change: (payload: JsonObject) => JsonObject,
): Change {
  const points = selectedIds(collection, body).map((id) => existingPoint(collection, id));
  return { kind: "payload", payloads: points.map(({ id, payload }) => ({ id, payload: change(payload) })) };
}

function mergeAt(payload: JsonObject, path: string[], added: JsonObject): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return { ...payload, ...added };
  const inner = payload[key];
  return { ...payload, [key]: mergeAt(isObject(inner) ? inner : {}, rest, added) };
}

function withoutPath(payload: JsonObject, path: string[]): JsonObject {
  const [key = "", ...rest] = path;
  const { [key]: inner, ...others } = payload;
  if (rest.length === 0) return others;
  return isObject(inner) ? { ...payload, [key]: withoutPath(inner, rest) } : payload;
}
