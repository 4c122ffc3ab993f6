import { parseQuery } from "./parse-query.ts";
import { renderPoint, shortest } from "./render-point.ts";
import { requireIndexes } from "./strict-filter.ts";
import { runQuery } from "./run-query.ts";
import type { Collection } from "./collection.ts";
import type { JsonObject } from "./json-shape.ts";
import type { Query } from "./query.ts";

/** Answers `/points/query`. */
export function queryPoints(collection: Collection, body: JsonObject): JsonObject {
  const query = parseQuery(body);
  if (collection.config.indexedFiltersOnly.reading) requireIndexesOf(collection, query);
  const selection = { payload: body["with_payload"], vector: body["with_vector"] };
  const points = runQuery(collection, query).hits.map(({ slot, score }) => ({
    ...renderPoint(collection, slot, selection),
    version: collection.occupants[slot]?.version ?? 0,
    score: shortest(score),
  }));
  return { points };
}

function requireIndexesOf(collection: Collection, query: Query): void {
  requireIndexes(collection, query.filter);
  requireIndexes(collection, query.idfCorpus);
  for (const prefetch of query.prefetch) requireIndexesOf(collection, prefetch);
}
