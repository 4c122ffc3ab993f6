import { badFormat, invalid, unsupported } from "./qdrant-error.ts";
import { expectCount, expectObject, isAbsent, isObject, type JsonObject } from "./json-shape.ts";
import type { Distance } from "./dense-vectors.ts";

export type CollectionConfig = {
  dense: Map<string, { size: number; distance: Distance }>;
  sparse: Map<string, { modifier: "none" | "idf" }>;
  /** Strict mode: refuse filters on payload keys that have no index. */
  indexedFiltersOnly: { reading: boolean; writing: boolean };
  /** The request as it came, given back by the collection's info. */
  request: JsonObject;
};

/** The name of the vector of a collection that has only one, unnamed. */
export const DEFAULT_VECTOR = "";

const DISTANCES: readonly Distance[] = ["Cosine", "Dot", "Euclid", "Manhattan"];
const MAX_DIMENSION = 65_536;

/**
 * Reads the body of a collection's creation. Storage settings (`on_disk`, HNSW, quantization, shards, optimizers) change no
 * answer of an exact search, so they are accepted and given back; multivectors are refused.
 */
export function parseCollectionConfig(body: unknown): CollectionConfig {
  const request = expectObject(body, "collection");
  return {
    dense: parseDense(request["vectors"]),
    sparse: parseSparse(request["sparse_vectors"]),
    indexedFiltersOnly: parseStrictMode(request["strict_mode_config"]),
    request,
  };
}

function parseDense(value: unknown): CollectionConfig["dense"] {
  if (isAbsent(value)) return new Map();
  const vectors = expectObject(value, "vectors");
  const named: [string, unknown][] =
    typeof vectors["size"] === "number" ? [[DEFAULT_VECTOR, vectors]] : Object.entries(vectors);
  return new Map(named.map(([name, params]) => [name, parseVectorParams(name, params)]));
}

function parseVectorParams(name: string, value: unknown): { size: number; distance: Distance } {
  const params = expectObject(value, `vectors.${name}`);
  const distance = DISTANCES.find((known) => known === params["distance"]);
  if (!distance)
    throw badFormat(`vectors.${name}: unknown distance, expected one of ${DISTANCES.join(", ")}`);
  if (!isAbsent(params["multivector_config"])) throw unsupported("multivector_config");
  const size = expectCount(params["size"], `vectors.${name}.size`);
  if (size < 1 || size > MAX_DIMENSION) {
    throw invalid(`vectors.${name}.size: value ${size} invalid, must be from 1 to ${MAX_DIMENSION}`);
  }
  return { size, distance };
}

function parseSparse(value: unknown): CollectionConfig["sparse"] {
  if (isAbsent(value)) return new Map();
  return new Map(
    Object.entries(expectObject(value, "sparse_vectors")).map(([name, params]) => {
      const modifier = isObject(params) ? (params["modifier"] ?? "none") : "none";
      if (modifier !== "none" && modifier !== "idf") {
        throw badFormat(`sparse_vectors.${name}: unknown modifier, expected none or idf`);
      }
      return [name, { modifier }];
    }),
  );
}

function parseStrictMode(value: unknown): CollectionConfig["indexedFiltersOnly"] {
  const strict = isObject(value) && value["enabled"] === true ? value : {};
  return {
    reading: strict["unindexed_filtering_retrieve"] === false,
    writing: strict["unindexed_filtering_update"] === false,
  };
}
