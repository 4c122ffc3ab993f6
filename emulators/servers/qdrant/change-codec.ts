import { badFormat } from "./qdrant-error.ts";
import { expectArray, expectObject, expectString, type JsonObject } from "./json-shape.ts";
import { parsePointId } from "./point-id.ts";
import { parseIndexSchema } from "./payload-index.ts";
import { parseSparse } from "./parse-vector.ts";
import type { Change } from "./change.ts";
import type { Point } from "./collection.ts";

/** A change as one line of JSON; dense vectors as base64 of their float32 bytes, a third of their decimal form. */
export function encodeChange(change: Change): string {
  if (change.kind !== "put") return JSON.stringify(change);
  return JSON.stringify({ kind: "put", points: change.points.map(encodePoint) });
}

/** Reads a line back; throws on anything else. */
export function decodeChange(line: string): Change {
  const change = expectObject(JSON.parse(line), "change");
  const { kind } = change;
  switch (kind) {
    case "put":
      return { kind, points: expectArray(change["points"], "points").map(decodePoint) };
    case "remove":
      return { kind, ids: expectArray(change["ids"], "ids").map(parsePointId) };
    case "payload":
      return { kind, payloads: expectArray(change["payloads"], "payloads").map(decodePayload) };
    case "index": {
      const { schema } = parseIndexSchema(change["schema"]);
      return { kind, field: expectString(change["field"], "field"), schema };
    }
    case "unindex":
      return { kind, field: expectString(change["field"], "field") };
    default:
      throw badFormat(`unknown change ${String(kind)}`);
  }
}

function encodePoint({ id, payload, dense, sparse }: Point): JsonObject {
  return {
    id,
    payload,
    dense: Object.fromEntries([...dense].map(([name, vector]) => [name, toBase64(vector)])),
    sparse: Object.fromEntries(
      [...sparse].map(([name, { indices, values }]) => [
        name,
        { indices: [...indices], values: [...values] },
      ]),
    ),
  };
}

function decodePoint(value: unknown): Point {
  const point = expectObject(value, "point");
  const dense = Object.entries(expectObject(point["dense"], "dense"));
  const sparse = Object.entries(expectObject(point["sparse"], "sparse"));
  return {
    ...decodePayload(point),
    dense: new Map(dense.map(([name, text]) => [name, fromBase64(expectString(text, name))])),
    sparse: new Map(sparse.map(([name, vector]) => [name, parseSparse(vector, name)])),
  };
}

function decodePayload(value: unknown): Pick<Point, "id" | "payload"> {
  const point = expectObject(value, "point");
  return { id: parsePointId(point["id"]), payload: expectObject(point["payload"], "payload") };
}

function toBase64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64");
}

function fromBase64(text: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(text, "base64")).buffer);
}
