import { badFormat } from "./qdrant-error.ts";
import { expectArray, expectObject, expectString, isObject, type JsonObject } from "./json-shape.ts";
import { collectionInfo } from "./collection-info.ts";
import { parseIndexSchema } from "./payload-index.ts";
import { parseOptionalFilter } from "./parse-filter.ts";
import { parsePointId } from "./point-id.ts";
import { POINT_UPDATES } from "./plan-change.ts";
import { queryPoints } from "./query-points.ts";
import { renderPoint } from "./render-point.ts";
import { requireIndexes } from "./strict-filter.ts";
import { scrollPoints } from "./scroll-points.ts";
import { slotsPassing } from "./filter-slots.ts";
import type { Change } from "./change.ts";
import type { Collection } from "./collection.ts";
import type { Collections } from "./collections.ts";

type Call = {
  collections: Collections;
  /** The collection's name in the path. */
  name: string;
  /** What stands in the path after it (an index's field, a point's id). */
  rest: string;
  body: unknown;
  /** Whether the caller waits for the update to be done. Here it always is. */
  wait: boolean;
};

type Handler = (call: Call) => unknown;

/** Every supported request: the method and the path, in which `*` stands for one segment. */
export const ROUTES: Record<string, Handler> = {
  "GET /collections": ({ collections }) => ({ collections: collections.names().map((name) => ({ name })) }),
  "GET /collections/*": (call) => collectionInfo(collectionOf(call)),
  "GET /collections/*/exists": ({ collections, name }) => ({ exists: collections.has(name) }),
  "PUT /collections/*": async ({ collections, name, body }) => {
    await collections.create(name, body);
    return true;
  },
  // Storage settings only, none of which matters here.
  "PATCH /collections/*": (call) => Boolean(collectionOf(call)),
  "DELETE /collections/*": ({ collections, name }) => collections.drop(name),

  "PUT /collections/*/index": async (call) => {
    const { field_name: field, field_schema: schema } = expectObject(call.body, "index");
    return update(call, () => ({
      kind: "index",
      field: expectString(field, "field_name"),
      schema: parseIndexSchema(schema).schema,
    }));
  },
  "DELETE /collections/*/index/*": (call) => update(call, () => ({ kind: "unindex", field: call.rest })),

  "PUT /collections/*/points": updatePoints("upsert"),
  "POST /collections/*/points/delete": updatePoints("delete"),
  "POST /collections/*/points/payload": updatePoints("set_payload"),
  "PUT /collections/*/points/payload": updatePoints("overwrite_payload"),
  "POST /collections/*/points/payload/delete": updatePoints("delete_payload"),
  "POST /collections/*/points/payload/clear": updatePoints("clear_payload"),
  "PUT /collections/*/points/vectors": updatePoints("update_vectors"),
  "POST /collections/*/points/vectors/delete": updatePoints("delete_vectors"),
  "POST /collections/*/points/batch": async (call) => {
    const operations = expectArray(expectObject(call.body, "batch")["operations"], "operations");
    const results: unknown[] = [];
    for (const operation of operations) {
      const [[kind, body] = ["", undefined]] = Object.entries(expectObject(operation, "operation"));
      results.push(await updatePoints(kind)({ ...call, body }));
    }
    return results;
  },

  "POST /collections/*/points": (call) => {
    const collection = collectionOf(call);
    const body = expectObject(call.body, "request");
    const selection = { payload: body["with_payload"] ?? true, vector: body["with_vector"] };
    return expectArray(body["ids"], "ids")
      .flatMap((id) => collection.slotOf.get(parsePointId(id)) ?? [])
      .map((slot) => renderPoint(collection, slot, selection));
  },
  "POST /collections/*/points/count": (call) => {
    const collection = collectionOf(call);
    const filter = parseOptionalFilter(expectObject(call.body, "count")["filter"]);
    if (collection.config.indexedFiltersOnly.reading) requireIndexes(collection, filter);
    return { count: slotsPassing(collection, filter).length };
  },
  "POST /collections/*/points/scroll": (call) =>
    scrollPoints(collectionOf(call), expectObject(call.body, "scroll")),
  "POST /collections/*/points/query": (call) =>
    queryPoints(collectionOf(call), expectObject(call.body, "query")),
  "POST /collections/*/points/query/batch": (call) => {
    const collection = collectionOf(call);
    const searches = expectArray(expectObject(call.body, "batch")["searches"], "searches");
    return searches.map((search) => queryPoints(collection, expectObject(search, "search")));
  },
};

function collectionOf({ collections, name }: Call): Collection {
  return collections.get(name);
}

async function update(call: Call, plan: (collection: Collection) => Change): Promise<JsonObject> {
  const collection = collectionOf(call);
  await call.collections.update(collection, plan(collection));
  return { operation_id: collection.operations, status: call.wait ? "completed" : "acknowledged" };
}

function updatePoints(kind: string): Handler & ((call: Call) => Promise<JsonObject>) {
  return async (call) => {
    const plan = POINT_UPDATES[kind];
    if (!plan || !isObject(call.body)) throw badFormat(`unknown or malformed operation \`${kind}\``);
    const { body } = call;
    return update(call, (collection) => plan(collection, body));
  };
}
