import { badFormat, unsupported, wrongInput } from "./qdrant-error.ts";
import { expectArray, expectObject, isAbsent, isObject, type JsonObject } from "./json-shape.ts";
import { DEFAULT_VECTOR } from "./collection-config.ts";
import { parsePointId } from "./point-id.ts";
import { parseDense, parseSparse } from "./parse-vector.ts";
import type { Collection, Point } from "./collection.ts";

/** Reads the points of an upsert in either of its forms: `points`, a list, or `batch`, a list per column. */
export function parsePoints(collection: Collection, body: JsonObject): Point[] {
  if (!isAbsent(body["batch"])) return parseBatch(collection, expectObject(body["batch"], "batch"));
  if (isAbsent(body["points"])) throw badFormat("missing field `points`");
  return expectArray(body["points"], "points").map((value) => {
    const point = expectObject(value, "point");
    if (isAbsent(point["vector"])) throw badFormat("missing field `vector`");
    return toPoint(collection, point["id"], point["vector"], point["payload"]);
  });
}

function parseBatch(collection: Collection, batch: JsonObject): Point[] {
  const ids = expectArray(batch["ids"], "batch.ids");
  const payloads = isAbsent(batch["payloads"]) ? [] : expectArray(batch["payloads"], "batch.payloads");
  const { vectors } = batch;
  const columns: [string, unknown[]][] = isObject(vectors)
    ? Object.entries(vectors).map(([name, column]) => [name, expectArray(column, `batch.vectors.${name}`)])
    : [[DEFAULT_VECTOR, expectArray(vectors, "batch.vectors")]];
  for (const column of [...columns.map(([, values]) => values), ...(payloads.length > 0 ? [payloads] : [])]) {
    if (column.length !== ids.length)
      throw wrongInput("number of ids and of vectors or payloads must be equal");
  }
  return ids.map((id, row) => {
    const named = Object.fromEntries(columns.map(([name, values]) => [name, values[row]]));
    return toPoint(collection, id, named, payloads[row]);
  });
}

function toPoint(collection: Collection, id: unknown, vector: unknown, payload: unknown): Point {
  return {
    id: parsePointId(id),
    payload: isAbsent(payload) ? {} : expectObject(payload, "payload"),
    ...parseVectors(collection, vector),
  };
}

/** Reads a point's vectors, checked against the collection: names, dimensions, kinds. */
export function parseVectors(collection: Collection, value: unknown): Pick<Point, "dense" | "sparse"> {
  const vectors: Pick<Point, "dense" | "sparse"> = { dense: new Map(), sparse: new Map() };
  if (isObject(value) && "text" in value && "model" in value) throw unsupported("inference");
  const named: JsonObject = Array.isArray(value)
    ? { [DEFAULT_VECTOR]: value }
    : expectObject(value, "vector");
  for (const [name, vector] of Object.entries(named)) {
    const dense = collection.dense.get(name);
    if (dense) vectors.dense.set(name, dense.normalise(parseDense(dense.size, vector)));
    else if (collection.sparse.has(name)) vectors.sparse.set(name, parseSparse(vector, `vector.${name}`));
    else throw wrongInput(`Not existing vector name error: ${name}`);
  }
  return vectors;
}
