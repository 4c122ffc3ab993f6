import type { PointId } from "./point-id.ts";
import type { Scalar } from "./payload-index.ts";

/** A filter that has been read and checked; `should` empty means no such clause, as in the real server. */
export type Filter = {
  must: Condition[];
  should: Condition[];
  mustNot: Condition[];
  minShould?: { conditions: Condition[]; minCount: number };
};

export type Condition =
  | { kind: "filter"; filter: Filter }
  | { kind: "nested"; key: string; filter: Filter }
  /** A field passes when any of its tests does. */
  | { kind: "field"; key: string; tests: FieldTest[] }
  | { kind: "isEmpty"; key: string }
  | { kind: "isNull"; key: string }
  | { kind: "hasId"; ids: Set<PointId> }
  | { kind: "hasVector"; name: string };

export type FieldTest =
  | { kind: "value"; value: Scalar }
  | { kind: "any"; values: Set<Scalar> }
  | { kind: "except"; values: Set<Scalar> }
  | { kind: "prefix"; prefix: string }
  | { kind: "text"; text: string; need: "all" | "any" | "phrase" }
  | { kind: "range"; bounds: Bounds }
  | { kind: "datetime"; bounds: Bounds }
  | { kind: "count"; bounds: Bounds }
  | { kind: "empty"; expected: boolean }
  | { kind: "null"; expected: boolean };

/** Numbers, or milliseconds since 1970 for dates. */
export type Bounds = { lt?: number; lte?: number; gt?: number; gte?: number };

/** Both filters at once. */
export function bothFilters(a: Filter | undefined, b: Filter | undefined): Filter | undefined {
  if (!a || !b) return a ?? b;
  return {
    must: [
      { kind: "filter", filter: a },
      { kind: "filter", filter: b },
    ],
    should: [],
    mustNot: [],
  };
}
