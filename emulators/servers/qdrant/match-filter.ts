import type { Collection } from "./collection.ts";
import type { Condition, Filter } from "./filter.ts";
import { isEmpty, isNull, matchField } from "./match-field.ts";
import { readPath } from "./payload-path.ts";
import { isObject } from "./json-shape.ts";

/** Whether a point passes. */
type Test = (slot: number, payload: unknown) => boolean;

/** Turns a filter into a test of one slot; built once per request, run per candidate. */
export function filterTest(collection: Collection, filter: Filter): (slot: number) => boolean {
  const test = testOfFilter(collection, filter);
  return (slot) => test(slot, collection.occupants[slot]?.payload ?? {});
}

function testOfFilter(collection: Collection, filter: Filter, inside?: string): Test {
  const testsOf = (conditions: Condition[]): Test[] =>
    conditions.map((condition) => testOfCondition(collection, condition, inside));
  const must = testsOf(filter.must);
  const should = testsOf(filter.should);
  const mustNot = testsOf(filter.mustNot);
  const minShould = testsOf(filter.minShould?.conditions ?? []);
  const minCount = filter.minShould?.minCount ?? 0;
  return allOf([
    ...must,
    ...(should.length === 0 ? [] : [anyOf(should)]),
    ...(mustNot.length === 0 ? [] : [not(anyOf(mustNot))]),
    ...(minCount === 0 ? [] : [atLeast(minCount, minShould)]),
  ]);
}

function allOf(tests: Test[]): Test {
  return (slot, payload) => tests.every((test) => test(slot, payload));
}

function anyOf(tests: Test[]): Test {
  return (slot, payload) => tests.some((test) => test(slot, payload));
}

function not(test: Test): Test {
  return (slot, payload) => !test(slot, payload);
}

function atLeast(count: number, tests: Test[]): Test {
  return (slot, payload) => tests.filter((test) => test(slot, payload)).length >= count;
}

function testOfCondition(collection: Collection, condition: Condition, inside?: string): Test {
  switch (condition.kind) {
    case "filter":
      return testOfFilter(collection, condition.filter, inside);
    case "nested": {
      const key = condition.key.endsWith("[]") ? condition.key : `${condition.key}[]`;
      const test = testOfFilter(collection, condition.filter, key);
      return (slot, payload) => readPath(payload, key).some((item) => isObject(item) && test(slot, item));
    }
    case "field":
      return testOfField(collection, condition, inside);
    case "isEmpty":
      return (_slot, payload) => isEmpty(readPath(payload, condition.key));
    case "isNull":
      return (_slot, payload) => isNull(readPath(payload, condition.key));
    case "hasId":
      return (slot) => {
        const id = collection.occupants[slot]?.id;
        return id !== undefined && condition.ids.has(id);
      };
    case "hasVector":
  }
  const vectors = collection.dense.get(condition.name) ?? collection.sparse.get(condition.name);
  return (slot) => vectors?.has(slot) ?? false;
}

function testOfField(collection: Collection, field: Condition & { kind: "field" }, inside?: string): Test {
  const index = collection.indexes.get(inside === undefined ? field.key : `${inside}.${field.key}`);
  const [only] = field.tests;
  if (inside === undefined && field.tests.length === 1 && only?.kind === "value") {
    const slots = index?.slotsWith(only.value);
    if (slots) return (slot) => slots.has(slot);
  }
  return (_slot, payload) => {
    const values = readPath(payload, field.key);
    return field.tests.some((test) => matchField(values, test, index?.type));
  };
}
