import { badFormat } from "./qdrant-error.ts";
import { expectArray, expectString, isAbsent, isObject, type JsonObject } from "./json-shape.ts";
import { DEFAULT_VECTOR } from "./collection-config.ts";
import { getPoint, type Collection } from "./collection.ts";
import type { SparseVector } from "./sparse-vectors.ts";

export type Selection = { payload: unknown; vector: unknown };

/** A stored point as the API shows it, with the parts that `with_payload` and `with_vector` ask for. */
export function renderPoint(collection: Collection, slot: number, selection: Selection): JsonObject {
  const point = getPoint(collection, slot);
  if (!point) return {};
  const rendered: JsonObject = { id: point.id };
  const payload = selectPayload(point.payload, selection.payload);
  if (payload) rendered["payload"] = payload;
  const named = new Map<string, unknown>([
    ...[...point.dense].map(([name, vector]) => [name, Array.from(vector, shortest)] as const),
    ...[...point.sparse].map(([name, vector]) => [name, renderSparse(vector)] as const),
  ]);
  const vector = selectVectors(named, selection.vector);
  if (vector !== undefined) rendered["vector"] = vector;
  return rendered;
}

/** The shortest decimal that is this float32: 0.1, where the same number as a float64 reads 0.10000000149011612. */
export function shortest(value: number): number {
  const float = Math.fround(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return Number(float.toPrecision(9));
}

function renderSparse({ indices, values }: SparseVector): JsonObject {
  return { indices: [...indices], values: Array.from(values, shortest) };
}

function selectVectors(named: Map<string, unknown>, selector: unknown): unknown {
  if (isAbsent(selector) || selector === false) return undefined;
  if (selector === true) {
    return named.size === 1 && named.has(DEFAULT_VECTOR)
      ? named.get(DEFAULT_VECTOR)
      : Object.fromEntries(named);
  }
  const names = namesIn(selector, "with_vector");
  return Object.fromEntries([...named].filter(([name]) => names.has(name)));
}

function selectPayload(payload: JsonObject, selector: unknown): JsonObject | undefined {
  if (isAbsent(selector) || selector === false) return undefined;
  if (selector === true) return payload;
  if (Array.isArray(selector)) return including(payload, namesIn(selector, "with_payload"));
  if (isObject(selector) && "include" in selector) {
    return including(payload, namesIn(selector["include"], "include"));
  }
  if (isObject(selector) && "exclude" in selector) {
    return excluding(payload, namesIn(selector["exclude"], "exclude"));
  }
  throw badFormat("data did not match any variant of untagged enum WithPayloadInterface");
}

function namesIn(value: unknown, name: string): Set<string> {
  return new Set(expectArray(value, name).map((key) => expectString(key, name)));
}

function including(value: JsonObject, paths: Set<string>, prefix = ""): JsonObject {
  return mapEntries(value, (key, inner) => {
    const path = prefix + key;
    if (paths.has(path)) return inner;
    const isOnTheWay = [...paths].some((other) => other.startsWith(`${path}.`));
    return isOnTheWay && isObject(inner) ? including(inner, paths, `${path}.`) : undefined;
  });
}

function excluding(value: JsonObject, paths: Set<string>, prefix = ""): JsonObject {
  return mapEntries(value, (key, inner) => {
    const path = prefix + key;
    if (paths.has(path)) return undefined;
    return isObject(inner) ? excluding(inner, paths, `${path}.`) : inner;
  });
}

function mapEntries(value: JsonObject, map: (key: string, inner: unknown) => unknown): JsonObject {
  const entries = Object.entries(value).map(([key, inner]) => [key, map(key, inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}
