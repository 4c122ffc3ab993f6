import type { Collection } from "./collection.ts";
import type { Condition, Filter } from "./filter.ts";
import { filterTest } from "./match-filter.ts";

/**
 * The slots of the points that pass a filter. The required condition with the fewest points, by the payload indexes, gives the
 * candidates and the rest is tested on them, so a tenant's query never reads another tenant's points.
 */
export function slotsPassing(collection: Collection, filter: Filter | undefined): number[] {
  if (!filter) return allSlots(collection);
  const source = smallestSource(collection, filter);
  if (!source) return allSlots(collection).filter(filterTest(collection, filter));
  const must = source.isExact
    ? filter.must.filter((condition) => condition !== source.condition)
    : filter.must;
  const rest = { ...filter, must };
  const isSettled = must.length + rest.should.length + rest.mustNot.length === 0 && !rest.minShould;
  return isSettled ? [...source.slots] : [...source.slots].filter(filterTest(collection, rest));
}

function allSlots(collection: Collection): number[] {
  return [...collection.slotOf.values()];
}

/** A set that holds at least all points that pass a condition; exactly those, unless the condition is a filter of its own. */
type Source = { condition: Condition; slots: ReadonlySet<number>; isExact: boolean };

function smallestSource(collection: Collection, filter: Filter): Source | undefined {
  return filter.must
    .flatMap((condition) => sourceOf(collection, condition) ?? [])
    .toSorted((a, b) => a.slots.size - b.slots.size)[0];
}

function sourceOf(collection: Collection, condition: Condition): Source | undefined {
  if (condition.kind === "filter") {
    const inner = smallestSource(collection, condition.filter);
    return inner && { condition, slots: inner.slots, isExact: false };
  }
  const slots = indexedSlots(collection, condition);
  return slots && { condition, slots, isExact: true };
}

function indexedSlots(collection: Collection, condition: Condition): ReadonlySet<number> | undefined {
  if (condition.kind === "hasId") {
    return new Set([...condition.ids].flatMap((id) => collection.slotOf.get(id) ?? []));
  }
  if (condition.kind !== "field" || condition.tests.length !== 1) return undefined;
  const [test] = condition.tests;
  const index = collection.indexes.get(condition.key);
  if (!index || !test) return undefined;
  if (test.kind === "value") return index.slotsWith(test.value);
  if (test.kind !== "any") return undefined;
  const sets = [...test.values].map((value) => index.slotsWith(value));
  return sets.reduce<ReadonlySet<number> | undefined>(
    (union, set) => (union && set ? union.union(set) : undefined),
    new Set<number>(),
  );
}
