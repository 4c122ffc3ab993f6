import { z } from "zod";
import { requireTenantId } from "./vectors-search.ts";

export type ChunkPoint = {
  /** A UUID; the same id written again replaces the chunk. */
  id: string;
  tenantId: string;
  knowledgeBaseId: string;
  documentId: string;
  /** Which reading of the document it comes from. */
  generation: number;
  /** Its place in the document. */
  index: number;
  text: string;
  heading?: string | undefined;
  page?: number | undefined;
  /** Of what was embedded and by which model: a chunk of the same hash has the same vector. */
  contentHash?: string | undefined;
  dense: number[];
  sparse: { indices: number[]; values: number[] };
};

export type ScoredChunk = {
  id: string;
  score: number;
  knowledgeBaseId: string;
  documentId: string;
  generation: number;
  index: number;
  text: string;
  heading?: string;
  page?: number;
};

export type ListedChunk = {
  id: string;
  index: number;
  text: string;
  heading: string | undefined;
  page: number | undefined;
};

const payloadSchema = z.object({
  tenant_id: z.string(),
  knowledge_base_id: z.string(),
  document_id: z.string(),
  generation: z.number(),
  index: z.number(),
  text: z.string(),
  heading: z.string().optional(),
  page: z.number().optional(),
  content_hash: z.string().optional(),
});

export function pointOf(chunk: ChunkPoint) {
  const payload: z.infer<typeof payloadSchema> = {
    tenant_id: requireTenantId(chunk.tenantId),
    knowledge_base_id: chunk.knowledgeBaseId,
    document_id: chunk.documentId,
    generation: chunk.generation,
    index: chunk.index,
    text: chunk.text,
    ...(chunk.heading === undefined ? {} : { heading: chunk.heading }),
    ...(chunk.page === undefined ? {} : { page: chunk.page }),
    ...(chunk.contentHash === undefined ? {} : { content_hash: chunk.contentHash }),
  };
  const { dense, sparse } = chunk;
  return {
    id: chunk.id,
    payload,
    vector: sparse.indices.length === 0 ? { dense } : { dense, bm25: sparse },
  };
}

/** Reads a found point back. A point of another tenant would mean that the filter failed: that is never handed out. */
export function chunkOf(
  point: { id: string | number; score: number; payload?: unknown },
  tenantId: string,
): ScoredChunk {
  const payload = payloadSchema.parse(point.payload);
  if (payload.tenant_id !== tenantId.toLowerCase()) {
    throw new Error(`vector search for one tenant gave a chunk of another: ${point.id}`);
  }
  return {
    id: String(point.id),
    score: point.score,
    knowledgeBaseId: payload.knowledge_base_id,
    documentId: payload.document_id,
    generation: payload.generation,
    index: payload.index,
    text: payload.text,
    ...(payload.heading === undefined ? {} : { heading: payload.heading }),
    ...(payload.page === undefined ? {} : { page: payload.page }),
  };
}

const embedded = z.object({
  payload: z.object({ content_hash: z.string() }),
  vector: z.object({ dense: z.array(z.number()) }),
});

/** The content hash and the vector of a point; undefined when it lacks one. */
export function embeddedOf(point: unknown): [hash: string, vector: number[]] | undefined {
  const { data } = embedded.safeParse(point);
  return data === undefined ? undefined : [data.payload.content_hash, data.vector.dense];
}
