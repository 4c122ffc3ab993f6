import { badRequest, invalid } from "./qdrant-error.ts";
import { expectCount, expectString, isAbsent, isObject, type JsonObject } from "./json-shape.ts";
import { comparePointIds, parsePointId, type PointId } from "./point-id.ts";
import { parseOptionalFilter } from "./parse-filter.ts";
import { parseDatetime } from "./parse-datetime.ts";
import { readPath } from "./payload-path.ts";
import { slotsPassing } from "./filter-slots.ts";
import { requireIndexes } from "./strict-filter.ts";
import { renderPoint } from "./render-point.ts";
import type { Collection } from "./collection.ts";

const RANGE_INDEXES = ["integer", "float", "datetime"];

/** A page of points, in the order of their ids or of a payload field that has a range index. */
export function scrollPoints(collection: Collection, body: JsonObject): JsonObject {
  const limit = isAbsent(body["limit"]) ? 10 : expectCount(body["limit"], "limit");
  if (limit < 1) throw invalid("limit: value 0 invalid, must be 1 or larger");
  const filter = parseOptionalFilter(body["filter"]);
  if (collection.config.indexedFiltersOnly.reading) requireIndexes(collection, filter);
  const slots = slotsPassing(collection, filter);
  const selection = { payload: body["with_payload"] ?? true, vector: body["with_vector"] };
  if (!isAbsent(body["order_by"])) {
    const page = inFieldOrder(collection, slots, body).slice(0, limit);
    const points = page.map(({ slot, value }) => ({
      ...renderPoint(collection, slot, selection),
      order_value: value,
    }));
    return { points, next_page_offset: null };
  }
  const offset = isAbsent(body["offset"]) ? undefined : parsePointId(body["offset"]);
  const ids = slots
    .flatMap((slot) => collection.occupants[slot]?.id ?? [])
    .filter((id) => offset === undefined || comparePointIds(id, offset) >= 0)
    .toSorted(comparePointIds);
  return {
    points: ids.slice(0, limit).map((id) => renderPoint(collection, slotOf(collection, id), selection)),
    next_page_offset: ids[limit] ?? null,
  };
}

function slotOf(collection: Collection, id: PointId): number {
  return collection.slotOf.get(id) ?? -1;
}

function inFieldOrder(
  collection: Collection,
  slots: number[],
  body: JsonObject,
): { slot: number; value: number }[] {
  const order = isObject(body["order_by"]) ? body["order_by"] : { key: body["order_by"] };
  const key = expectString(order["key"], "order_by.key");
  if (!RANGE_INDEXES.includes(collection.indexes.get(key)?.type ?? "")) {
    throw badRequest(
      `No range index for \`order_by\` key: \`${key}\`. Please create one to use \`order_by\`.`,
    );
  }
  if (!isAbsent(body["offset"])) throw badRequest("Cannot use an `offset` when using `order_by`.");
  const sign = order["direction"] === "desc" ? -1 : 1;
  const start = sortValue(order["start_from"]);
  return slots
    .flatMap((slot) => {
      const values = readPath(collection.occupants[slot]?.payload, key).flat();
      return values.flatMap((raw) => ({ slot, value: sortValue(raw) ?? [] }));
    })
    .filter((entry): entry is { slot: number; value: number } => typeof entry.value === "number")
    .filter(({ value }) => start === undefined || sign * (value - start) >= 0)
    .toSorted((a, b) => sign * (a.value - b.value) || a.slot - b.slot);
}

function sortValue(value: unknown): number | undefined {
  return typeof value === "number" ? value : parseDatetime(value);
}
