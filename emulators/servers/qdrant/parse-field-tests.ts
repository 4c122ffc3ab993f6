import { badFormat, invalid, unsupported } from "./qdrant-error.ts";
import {
  expectArray,
  expectNumber,
  expectObject,
  expectString,
  isAbsent,
  type JsonObject,
} from "./json-shape.ts";
import { parseDatetime } from "./parse-datetime.ts";
import type { Bounds, FieldTest } from "./filter.ts";
import type { Scalar } from "./payload-index.ts";

const BOUNDS = ["lt", "lte", "gt", "gte"] as const;

/** Reads what a field condition asks of its field; at least one test is required. */
export function parseFieldTests(condition: JsonObject): FieldTest[] {
  const tests: FieldTest[] = [];
  for (const [name, value] of Object.entries(condition)) {
    if (name === "key" || isAbsent(value)) continue;
    tests.push(parseFieldTest(name, value));
  }
  if (tests.length === 0) throw invalid("At least one field condition must be specified");
  return tests;
}

function parseFieldTest(name: string, value: unknown): FieldTest {
  switch (name) {
    case "match":
      return parseMatch(expectObject(value, "match"));
    case "range":
      return parseRange(expectObject(value, "range"));
    case "values_count":
      return { kind: "count", bounds: parseBounds(expectObject(value, "values_count"), expectNumber) };
    case "is_empty":
      return { kind: "empty", expected: value === true };
    case "is_null":
      return { kind: "null", expected: value === true };
    case "geo_bounding_box":
    case "geo_radius":
    case "geo_polygon":
      throw unsupported(`the condition ${name}`);
    default:
      throw badFormat(`unknown field \`${name}\` in a field condition`);
  }
}

function parseMatch(match: JsonObject): FieldTest {
  if ("value" in match) return { kind: "value", value: expectScalar(match["value"]) };
  if ("any" in match) return { kind: "any", values: expectScalars(match["any"]) };
  if ("except" in match) return { kind: "except", values: expectScalars(match["except"]) };
  if ("prefix" in match) return { kind: "prefix", prefix: expectString(match["prefix"], "prefix") };
  if ("text" in match) return { kind: "text", need: "all", text: expectString(match["text"], "text") };
  if ("text_any" in match) {
    return { kind: "text", need: "any", text: expectString(match["text_any"], "text_any") };
  }
  if ("phrase" in match)
    return { kind: "text", need: "phrase", text: expectString(match["phrase"], "phrase") };
  throw badFormat("data did not match any variant of untagged enum Match");
}

function expectScalar(value: unknown): Scalar {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isInteger(value)) return value;
  throw badFormat("match: a value must be a string, an integer or a boolean");
}

function expectScalars(value: unknown): Set<Scalar> {
  const values = expectArray(value, "match").map(expectScalar);
  const types = new Set(values.map((scalar) => typeof scalar));
  if (types.size > 1 || types.has("boolean")) {
    throw badFormat("match: values must be all strings or all integers");
  }
  return new Set(values);
}

function parseRange(range: JsonObject): FieldTest {
  const isDatetime = BOUNDS.some((name) => typeof range[name] === "string");
  if (!isDatetime) return { kind: "range", bounds: parseBounds(range, expectNumber) };
  return { kind: "datetime", bounds: parseBounds(range, expectDatetime) };
}

function expectDatetime(value: unknown, name: string): number {
  const time = parseDatetime(value);
  if (time === undefined) throw badFormat(`range.${name}: not a date and time`);
  return time;
}

function parseBounds(range: JsonObject, read: (value: unknown, name: string) => number): Bounds {
  const bounds: Bounds = {};
  for (const name of BOUNDS) {
    if (!isAbsent(range[name])) bounds[name] = read(range[name], name);
  }
  return bounds;
}
