import { badFormat, invalid, wrongInput } from "./qdrant-error.ts";
import { expectArray, isObject } from "./json-shape.ts";
import type { SparseVector } from "./sparse-vectors.ts";

const MAX_INDEX = 0xffff_ffff;

/** Reads a dense vector of the expected dimension. */
export function parseDense(size: number, value: unknown): Float32Array {
  if (isObject(value)) throw wrongInput("Conversion between sparse and regular vectors failed");
  const numbers = expectArray(value, "vector");
  if (!numbers.every((number) => typeof number === "number")) {
    throw badFormat("data did not match any variant of untagged enum Vector");
  }
  if (numbers.length !== size) {
    throw wrongInput(`Vector dimension error: expected dim: ${size}, got ${numbers.length}`);
  }
  return Float32Array.from(numbers);
}

/** Reads a sparse vector, `{ indices, values }`: as many of one as of the other, indices unique, in any order. */
export function parseSparse(value: unknown, name: string): SparseVector {
  if (!isObject(value)) throw wrongInput("Conversion between sparse and regular vectors failed");
  const indices = expectArray(value["indices"], `${name}.indices`);
  const values = expectArray(value["values"], `${name}.values`);
  if (indices.length !== values.length) throw invalid(`${name}.values: must be the same length as indices`);
  if (new Set(indices).size !== indices.length) throw invalid(`${name}.indices: must be unique`);
  const pairs = indices.map(
    (index, at) => [expectIndex(index, name), expectWeight(values[at], name)] as const,
  );
  const ascending = pairs.toSorted(([a], [b]) => a - b);
  return {
    indices: Uint32Array.from(ascending, ([index]) => index),
    values: Float32Array.from(ascending, ([, weight]) => weight),
  };
}

function expectIndex(value: unknown, name: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_INDEX) return value;
  throw badFormat(`${name}.indices: invalid value: ${String(value)}, expected u32`);
}

function expectWeight(value: unknown, name: string): number {
  if (typeof value === "number") return value;
  throw badFormat(`${name}.values: invalid value: ${String(value)}, expected f32`);
}
