import { badFormat, unsupported } from "./qdrant-error.ts";
import {
  expectArray,
  expectCount,
  expectObject,
  expectString,
  isAbsent,
  isObject,
  oneOrMany,
  type JsonObject,
} from "./json-shape.ts";
import { parsePointId } from "./point-id.ts";
import { parseFieldTests } from "./parse-field-tests.ts";
import type { Condition, Filter } from "./filter.ts";

const CLAUSES = new Set(["must", "should", "must_not", "min_should"]);

/** Reads a filter as strictly as the real server: an unknown clause or condition is an error, never ignored. */
export function parseFilter(value: unknown): Filter {
  const clauses = expectObject(value, "filter");
  for (const name of Object.keys(clauses)) {
    if (!CLAUSES.has(name)) {
      throw badFormat(`unknown field \`${name}\`, expected one of ${[...CLAUSES].join(", ")}`);
    }
  }
  const filter: Filter = {
    must: oneOrMany(clauses["must"]).map(parseCondition),
    should: oneOrMany(clauses["should"]).map(parseCondition),
    mustNot: oneOrMany(clauses["must_not"]).map(parseCondition),
  };
  if (!isAbsent(clauses["min_should"])) {
    const minShould = expectObject(clauses["min_should"], "min_should");
    filter.minShould = {
      conditions: expectArray(minShould["conditions"], "min_should.conditions").map(parseCondition),
      minCount: expectCount(minShould["min_count"], "min_should.min_count"),
    };
  }
  return filter;
}

/** An absent filter is none. */
export function parseOptionalFilter(value: unknown): Filter | undefined {
  return isAbsent(value) ? undefined : parseFilter(value);
}

function parseCondition(value: unknown): Condition {
  const condition = expectObject(value, "condition");
  if ("key" in condition) {
    const key = expectString(condition["key"], "key");
    return { kind: "field", key, tests: parseFieldTests(condition) };
  }
  if ("has_id" in condition) {
    const ids = expectArray(condition["has_id"], "has_id").map(parsePointId);
    return { kind: "hasId", ids: new Set(ids) };
  }
  if ("is_empty" in condition) return { kind: "isEmpty", key: keyOf(condition, "is_empty") };
  if ("is_null" in condition) return { kind: "isNull", key: keyOf(condition, "is_null") };
  if ("has_vector" in condition) {
    return { kind: "hasVector", name: expectString(condition["has_vector"], "has_vector") };
  }
  if ("nested" in condition) {
    const nested = expectObject(condition["nested"], "nested");
    return {
      kind: "nested",
      key: expectString(nested["key"], "nested.key"),
      filter: parseFilter(nested["filter"]),
    };
  }
  if ("slice" in condition) throw unsupported("the slice condition");
  if (Object.keys(condition).some((name) => CLAUSES.has(name))) {
    return { kind: "filter", filter: parseFilter(condition) };
  }
  throw badFormat("data did not match any variant of untagged enum Condition");
}

function keyOf(condition: JsonObject, name: string): string {
  const field = condition[name];
  return expectString(isObject(field) ? field["key"] : undefined, `${name}.key`);
}
