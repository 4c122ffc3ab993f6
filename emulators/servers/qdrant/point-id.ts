import { badFormat } from "./qdrant-error.ts";

/** An unsigned integer, or a UUID in its hyphenated lower-case form. */
export type PointId = number | string;

const UUID_DIGITS = /^[0-9a-f]{32}$/;

/** Reads an id as the server does: any spelling of a UUID is one and the same id; other strings are refused. */
export function parsePointId(value: unknown): PointId {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  if (typeof value === "string") {
    const digits = value
      .toLowerCase()
      .replace(/^urn:uuid:/, "")
      .replaceAll("-", "");
    if (UUID_DIGITS.test(digits) && (value.length === 32 || value.length >= 36)) {
      return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    }
  }
  throw badFormat(
    `value ${String(value)} is not a valid point ID, valid values are either an unsigned integer or a UUID`,
  );
}

/** The order of a scroll: numbers first, then UUIDs by their bytes. */
export function comparePointIds(a: PointId, b: PointId): number {
  if (typeof a === "number") return typeof b === "number" ? a - b : -1;
  if (typeof b === "number") return 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
