import type { QdrantClient } from "@qdrant/js-client-rest";

type Wanted = { collection: string; dimension: number };

/** The payload keys by which we filter. Tenants share one collection; `is_tenant` lays a tenant's points side by side on disk. */
const INDEXES = {
  tenant_id: { type: "keyword", is_tenant: true },
  knowledge_base_id: "keyword",
  document_id: "keyword",
  generation: "integer",
} as const;

/**
 * Brings the collection to what we need and changes nothing that is there. Throws when it holds vectors of another dimension,
 * which only a new collection and a new reading of all documents can cure.
 */
export async function createVectorCollection(client: QdrantClient, wanted: Wanted): Promise<void> {
  const { collection, dimension } = wanted;
  const { exists } = await client.collectionExists(collection);
  if (!exists) await createUnlessOthersDid(client, wanted);
  const { config, payload_schema: indexed } = await client.getCollection(collection);
  const size = denseSize(config.params.vectors);
  if (size !== dimension) {
    throw new Error(
      `collection ${collection} holds vectors of ${String(size)} numbers, the embeddings have ${dimension}`,
    );
  }
  for (const [field_name, field_schema] of Object.entries(INDEXES)) {
    if (!indexed[field_name]) {
      await client.createPayloadIndex(collection, { field_name, field_schema, wait: true });
    }
  }
}

async function createUnlessOthersDid(client: QdrantClient, { collection, dimension }: Wanted): Promise<void> {
  try {
    await client.createCollection(collection, {
      vectors: { dense: { size: dimension, distance: "Cosine" } },
      sparse_vectors: { bm25: { modifier: "idf" } },
    });
  } catch (error) {
    // Another instance may have been faster; servers differ in how they say so, so look.
    const { exists } = await client.collectionExists(collection);
    if (!exists) throw error;
  }
}

function denseSize(vectors: object | undefined): unknown {
  const dense: unknown = vectors && "dense" in vectors ? vectors.dense : undefined;
  return typeof dense === "object" && dense !== null && "size" in dense ? dense.size : undefined;
}
