import { badRequest, notFound, wrongInput } from "./qdrant-error.ts";
import { bothFilters, type Filter } from "./filter.ts";
import { filterTest } from "./match-filter.ts";
import { slotsPassing } from "./filter-slots.ts";
import { idfCorpusOf } from "./idf-corpus.ts";
import { scoreSparse } from "./score-sparse.ts";
import { parseDense } from "./parse-vector.ts";
import { comparePointIds } from "./point-id.ts";
import { createTopHits, type Hit } from "./top-hits.ts";
import { fuseByDistribution, fuseByRank, type RankedList } from "./fuse-hits.ts";
import type { Collection } from "./collection.ts";
import type { Query, Search } from "./query.ts";

/** Runs a query with its prefetches, exactly. The outer filter also holds inside the prefetches, as in the real server. */
export function runQuery(collection: Collection, query: Query, outerFilter?: Filter): RankedList {
  const filter = bothFilters(outerFilter, query.filter);
  const { search, limit, offset } = query;
  if (!search)
    return { hits: inIdOrder(collection, filter).slice(offset, offset + limit), largerIsBetter: true };
  const lists = query.prefetch.map((prefetch) => runQuery(collection, prefetch, filter));
  const found = runSearch(collection, search, query, filter, lists);
  const threshold = query.scoreThreshold;
  const passes = ({ score }: Hit): boolean =>
    threshold === undefined || (found.largerIsBetter ? score > threshold : score < threshold);
  return { ...found, hits: found.hits.filter(passes).slice(offset, offset + limit) };
}

function runSearch(
  collection: Collection,
  search: Search,
  query: Query,
  filter: Filter | undefined,
  lists: RankedList[],
): RankedList {
  switch (search.kind) {
    case "rrf":
      return { hits: fuseByRank(lists, search.k, search.weights), largerIsBetter: true };
    case "dbsf":
      return { hits: fuseByDistribution(lists), largerIsBetter: true };
    case "id":
      return searchByPoint(collection, search.id, query, filter, lists);
    case "dense":
    case "sparse":
  }
  return searchNearest(collection, search, query, candidatesOf(collection, filter, lists));
}

/** All points that pass, or, after prefetches, those of what they found that do. */
function candidatesOf(collection: Collection, filter: Filter | undefined, lists: RankedList[]): number[] {
  if (lists.length === 0) return slotsPassing(collection, filter);
  const found = new Set(lists.flatMap(({ hits }) => hits.map(({ slot }) => slot)));
  return filter ? [...found].filter(filterTest(collection, filter)) : [...found];
}

function searchNearest(
  collection: Collection,
  search: Search & { kind: "dense" | "sparse" },
  query: Query,
  candidates: number[],
): RankedList {
  const { using, limit, offset, idfCorpus } = query;
  const dense = collection.dense.get(using);
  const sparse = collection.sparse.get(using);
  if (!dense && !sparse) throw wrongInput(`Not existing vector name error: ${using}`);
  if (idfCorpus && sparse?.modifier !== "idf") {
    throw badRequest(`idf params need a sparse vector with the IDF modifier, and "${using}" is none`);
  }
  const largerIsBetter = dense?.largerIsBetter ?? true;
  const top = createTopHits(limit + offset, largerIsBetter);
  if (sparse) {
    if (search.kind !== "sparse") throw wrongInput("Conversion between sparse and regular vectors failed");
    const corpus = idfCorpus && idfCorpusOf(collection, sparse, idfCorpus);
    scoreSparse(sparse, search.vector, candidates, corpus, (slot, score) => top.offer(slot, score));
  } else if (dense) {
    if (search.kind !== "dense") throw wrongInput("Conversion between sparse and regular vectors failed");
    const vector = dense.normalise(parseDense(dense.size, search.vector));
    for (const slot of candidates) {
      if (dense.has(slot)) top.offer(slot, dense.score(vector, slot));
    }
  }
  return { hits: top.sorted(), largerIsBetter };
}

/** The neighbours of a stored point, itself left out. */
function searchByPoint(
  collection: Collection,
  id: (Search & { kind: "id" })["id"],
  query: Query,
  filter: Filter | undefined,
  lists: RankedList[],
): RankedList {
  const self = collection.slotOf.get(id);
  if (self === undefined) throw notFound(`No point with id ${id} found`);
  const dense = collection.dense.get(query.using)?.get(self);
  const sparse = collection.sparse.get(query.using)?.get(self);
  const candidates = candidatesOf(collection, filter, lists).filter((slot) => slot !== self);
  if (dense) return searchNearest(collection, { kind: "dense", vector: [...dense] }, query, candidates);
  if (sparse) return searchNearest(collection, { kind: "sparse", vector: sparse }, query, candidates);
  throw wrongInput(`Not existing vector name error: ${query.using}`);
}

function inIdOrder(collection: Collection, filter: Filter | undefined): Hit[] {
  const idOf = (slot: number): number | string => collection.occupants[slot]?.id ?? 0;
  return slotsPassing(collection, filter)
    .toSorted((a, b) => comparePointIds(idOf(a), idOf(b)))
    .map((slot) => ({ slot, score: 0 }));
}
