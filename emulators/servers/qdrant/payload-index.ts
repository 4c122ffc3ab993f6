import { badFormat } from "./qdrant-error.ts";
import { expectString, isAbsent, isObject, type JsonObject } from "./json-shape.ts";
import { readPath } from "./payload-path.ts";

const TYPES = ["keyword", "integer", "float", "geo", "text", "bool", "datetime", "uuid"] as const;
export type IndexType = (typeof TYPES)[number];

/** What a match condition can look up. */
export type Scalar = string | number | boolean;

export type PayloadIndex = {
  readonly field: string;
  readonly type: IndexType;
  /** As it was asked for: `"keyword"`, or an object such as `{ type: "keyword", is_tenant: true }`. */
  readonly schema: string | JsonObject;
  points(): number;
  add(slot: number, payload: JsonObject): void;
  remove(slot: number, payload: JsonObject): void;
  /** The slots with this value, or undefined where the index cannot tell (another type, or floats, text, dates, geo). */
  slotsWith(value: Scalar): ReadonlySet<number> | undefined;
};

const NO_SLOTS: ReadonlySet<number> = new Set<number>();
const EXACT: readonly IndexType[] = ["keyword", "integer", "bool", "uuid"];

/** An index of one payload field. Exact types keep a set of slots per value, which is what makes a tenant's filter cheap. */
export function createPayloadIndex(
  field: string,
  type: IndexType,
  schema: string | JsonObject,
): PayloadIndex {
  const postings = new Map<Scalar, Set<number>>();
  const indexed = new Set<number>();
  const isExact = EXACT.includes(type);

  return {
    field,
    type,
    schema,
    points: () => indexed.size,
    add(slot, payload) {
      for (const value of indexableValues(payload, field, type)) {
        indexed.add(slot);
        if (!isExact) continue;
        const slots = postings.get(value);
        if (slots) slots.add(slot);
        else postings.set(value, new Set([slot]));
      }
    },
    remove(slot, payload) {
      if (!indexed.delete(slot)) return;
      for (const value of indexableValues(payload, field, type)) {
        const slots = postings.get(value);
        slots?.delete(slot);
        if (slots?.size === 0) postings.delete(value);
      }
    },
    slotsWith: (value) =>
      isExact && typeof value === jsonTypeOf(type) ? (postings.get(value) ?? NO_SLOTS) : undefined,
  };
}

function indexableValues(payload: JsonObject, field: string, type: IndexType): Scalar[] {
  const wanted = jsonTypeOf(type);
  return readPath(payload, field)
    .flat()
    .filter((value): value is Scalar => typeof value === wanted)
    .filter((value) => type !== "integer" || Number.isInteger(value));
}

function jsonTypeOf(type: IndexType): "boolean" | "number" | "string" {
  if (type === "bool") return "boolean";
  return type === "integer" || type === "float" ? "number" : "string";
}

/** Reads `field_schema` of a request: a type's name, or an object with the type and its parameters. */
export function parseIndexSchema(value: unknown): { type: IndexType; schema: string | JsonObject } {
  if (isAbsent(value)) throw badFormat("missing field `field_schema`");
  const name = expectString(isObject(value) ? value["type"] : value, "field_schema");
  const type = TYPES.find((known) => known === name);
  if (!type)
    throw badFormat(`field_schema: unknown variant \`${name}\`, expected one of ${TYPES.join(", ")}`);
  return { type, schema: isObject(value) ? value : name };
}
