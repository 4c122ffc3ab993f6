import { badFormat, badRequest, invalid, unsupported } from "./qdrant-error.ts";
import {
  expectArray,
  expectCount,
  expectNumber,
  expectObject,
  expectString,
  isAbsent,
  isObject,
  oneOrMany,
  type JsonObject,
} from "./json-shape.ts";
import { parseFilter } from "./parse-filter.ts";
import { parsePointId } from "./point-id.ts";
import { parseSparse } from "./parse-vector.ts";
import { DEFAULT_VECTOR } from "./collection-config.ts";
import type { Query, Search } from "./query.ts";

const DEFAULT_LIMIT = 10;
const NOT_HERE = ["recommend", "discover", "context", "order_by", "formula", "sample", "relevance_feedback"];

/** Reads the body of `/points/query`, or a prefetch in it, with the checks that the real server makes of their combination. */
export function parseQuery(body: JsonObject): Query {
  const query: Query = {
    prefetch: oneOrMany(body["prefetch"]).map((value) => parseQuery(expectObject(value, "prefetch"))),
    using: isAbsent(body["using"]) ? DEFAULT_VECTOR : expectString(body["using"], "using"),
    limit: parseLimit(body["limit"]),
    offset: isAbsent(body["offset"]) ? 0 : expectCount(body["offset"], "offset"),
  };
  if (!isAbsent(body["lookup_from"])) throw unsupported("lookup_from");
  if (!isAbsent(body["query"])) query.search = parseSearch(body["query"]);
  if (!isAbsent(body["filter"])) query.filter = parseFilter(body["filter"]);
  if (!isAbsent(body["score_threshold"])) {
    query.scoreThreshold = expectNumber(body["score_threshold"], "score_threshold");
  }
  const idf = isObject(body["params"]) ? body["params"]["idf"] : undefined;
  if (isObject(idf)) query.idfCorpus = parseFilter(idf["corpus"]);
  checkCombination(query);
  return query;
}

function parseLimit(value: unknown): number {
  if (isAbsent(value)) return DEFAULT_LIMIT;
  const limit = expectCount(value, "limit");
  if (limit < 1) throw invalid("internal.limit: value 0 invalid, must be 1 or larger");
  return limit;
}

function parseSearch(value: unknown): Search {
  if (Array.isArray(value)) return { kind: "dense", vector: expectVector(value) };
  if (!isObject(value)) return { kind: "id", id: parsePointId(value) };
  if ("indices" in value) return { kind: "sparse", vector: parseSparse(value, "query") };
  if ("nearest" in value) {
    if (!isAbsent(value["mmr"])) throw unsupported("mmr");
    return parseSearch(value["nearest"]);
  }
  if ("fusion" in value) {
    if (value["fusion"] === "rrf" || value["fusion"] === "dbsf") return { kind: value["fusion"] };
    throw badFormat("unknown fusion, expected `rrf` or `dbsf`");
  }
  if ("rrf" in value) return parseRrf(expectObject(value["rrf"], "rrf"));
  const other = NOT_HERE.find((name) => name in value);
  if (other) throw unsupported(`the query \`${other}\``);
  throw badFormat("data did not match any variant of untagged enum QueryInterface");
}

function parseRrf(params: JsonObject): Search {
  const search: Search & { kind: "rrf" } = { kind: "rrf" };
  if (!isAbsent(params["k"])) search.k = expectCount(params["k"], "rrf.k");
  if (search.k === 0) throw invalid("rrf.k: value 0 invalid, must be 1 or larger");
  if (!isAbsent(params["weights"])) search.weights = expectVector(params["weights"]);
  return search;
}

function expectVector(value: unknown): number[] {
  return expectArray(value, "query").map((number) => {
    if (Array.isArray(number)) throw unsupported("a multivector");
    return expectNumber(number, "query");
  });
}

function checkCombination({ prefetch, search, scoreThreshold, using }: Query): void {
  if (prefetch.length > 0 && !search) {
    throw badRequest(
      "A query is needed to merge the prefetches. Can't have prefetches without defining a query.",
    );
  }
  if (scoreThreshold !== undefined && !search) {
    throw badRequest(
      "A query is needed to use the score_threshold. Can't have score_threshold without defining a query.",
    );
  }
  if (search?.kind !== "rrf" && search?.kind !== "dbsf") return;
  if (prefetch.length === 0) throw badRequest("cannot apply Fusion without prefetches");
  if (using !== DEFAULT_VECTOR) {
    throw badRequest("Fusion queries cannot be combined with the 'using' field.");
  }
}
