import type { Schemas } from "@qdrant/js-client-rest";
import type { Fusion } from "../rules/choose-fusion.ts";

export type ChunkSearch = {
  tenantId: string;
  /** Absent: all of the tenant's; empty: none, so nothing is found. */
  knowledgeBaseIds?: readonly string[] | undefined;
  /** Only chunks of these readings of their documents. */
  generations?: readonly number[] | undefined;
  dense: number[];
  sparse: { indices: number[]; values: number[] };
  limit: number;
  /** `dbsf` unless given. */
  fusion?: Fusion | undefined;
};

type Filter = Schemas["Filter"];
type Conditions = Schemas["Condition"][];

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Enough of each ranking that a chunk high in one of them and middling in the other is seen in both. */
const CANDIDATES_AT_LEAST = 40;
const CANDIDATES_PER_RESULT = 4;

/** The tenant's id in the form in which it is stored. Throws on anything but a UUID, above all on the empty string. */
export function requireTenantId(tenantId: string): string {
  if (!UUID.test(tenantId)) throw new TypeError("a tenant id must be a UUID");
  return tenantId.toLowerCase();
}

export function tenantFilter(tenantId: string, conditions: Conditions = []): Filter & { must: Conditions } {
  return { must: [{ key: "tenant_id", match: { value: requireTenantId(tenantId) } }, ...conditions] };
}

/** The hybrid query: one ranking by meaning and one by words, each filtered by itself, then fused. Undefined: finds nothing. */
export function searchRequest(search: ChunkSearch): Schemas["QueryRequest"] | undefined {
  const { dense, sparse, knowledgeBaseIds, generations, limit, fusion = { method: "dbsf" } } = search;
  const filter = tenantFilter(search.tenantId);
  if (knowledgeBaseIds?.length === 0 || generations?.length === 0) return undefined;
  if (knowledgeBaseIds) filter.must.push({ key: "knowledge_base_id", match: { any: [...knowledgeBaseIds] } });
  if (generations) filter.must.push({ key: "generation", match: { any: [...generations] } });
  const candidates = Math.max(CANDIDATES_AT_LEAST, CANDIDATES_PER_RESULT * limit);
  const byMeaning = { query: dense, using: "dense", filter, limit: candidates };
  const byWords = {
    query: sparse,
    using: "bm25",
    filter,
    limit: candidates,
    // How rare a word is, is counted among the tenant's own chunks: better ranking, and no word of other tenants shows through.
    params: { idf: { corpus: tenantFilter(search.tenantId) } },
  };
  if (fusion.method === "words") return { ...byWords, limit, with_payload: true };
  if (fusion.method === "meaning") return { ...byMeaning, limit, with_payload: true };
  // A question without words (an emoji) has no ranking by words.
  const hasWords = sparse.indices.length > 0;
  return {
    prefetch: hasWords ? [byMeaning, byWords] : [byMeaning],
    query: fusionQuery(fusion, hasWords),
    limit,
    with_payload: true,
  };
}

function fusionQuery(
  fusion: Extract<Fusion, { method: "dbsf" | "rrf" }>,
  hasWords: boolean,
): Schemas["Query"] {
  if (fusion.method === "dbsf") return { fusion: "dbsf" };
  const { k, denseWeight = 1, sparseWeight = 1 } = fusion;
  const weights = hasWords ? [denseWeight, sparseWeight] : [denseWeight];
  return { rrf: { weights, ...(k === undefined ? {} : { k }) } };
}
