import { badFormat } from "./qdrant-error.ts";

/** A JSON object whose members are still to be checked. */
export type JsonObject = Record<string, unknown>;

/** The wire treats an absent member and `null` alike. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function expectObject(value: unknown, name: string): JsonObject {
  if (!isObject(value)) throw badFormat(`${name}: invalid type, expected an object`);
  return value;
}

export function expectArray(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw badFormat(`${name}: invalid type, expected a sequence`);
  return value;
}

export function expectString(value: unknown, name: string): string {
  if (typeof value !== "string") throw badFormat(`${name}: invalid type, expected a string`);
  return value;
}

export function expectNumber(value: unknown, name: string): number {
  if (typeof value !== "number") throw badFormat(`${name}: invalid type, expected a number`);
  return value;
}

/** An unsigned integer (the API's `usize` and `u64`). */
export function expectCount(value: unknown, name: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0) {
    throw badFormat(`${name}: invalid value, expected an unsigned integer`);
  }
  return value;
}

/** One or many: the API takes a lone element wherever it takes a list of conditions or prefetches. */
export function oneOrMany(value: unknown): unknown[] {
  if (isAbsent(value)) return [];
  return Array.isArray(value) ? value : [value];
}
