import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Llm } from "../llm/llm.ts";
import type { Vectors } from "../knowledge/vectors/vectors.ts";
import { beginIngest, recordReady } from "../knowledge/queries/documents.ts";
import type { Database } from "../db/schema.d.ts";
import type { SeedTenant } from "./examples/seed-data.ts";
import { inTenant } from "../db/tenant-scope.ts";
import { documentSparseVector } from "../knowledge/rules/sparse-vector.ts";

type Place = { database: { db: Kysely<Database> }; services: { llm: Llm; vectors: Vectors } };

/** Makes the passages a document of the tenant's, ready to answer from; resolves to its id. */
export async function storeDocument(
  { database: { db }, services: { llm, vectors } }: Place,
  { id: tenantId, knowledgeBase }: Pick<SeedTenant, "id" | "knowledgeBase">,
  name: string,
  passages: readonly string[],
  { generation = 1, isReady = true } = {},
): Promise<string> {
  const documentId = randomUUID();
  await vectors.ensureCollection();
  const { vectors: embedded } = await llm.embed(passages);
  await vectors.upsertChunks(
    passages.map((text, index) => ({
      id: randomUUID(),
      tenantId,
      knowledgeBaseId: knowledgeBase.id,
      documentId,
      generation,
      index,
      text,
      dense: embedded[index] ?? [],
      sparse: documentSparseVector(text, { averageLength: 12 }),
    })),
  );
  await inTenant(db, tenantId, async (trx) => {
    await beginIngest(trx, {
      documentId,
      knowledgeBaseId: knowledgeBase.id,
      name,
      bucket: "test-documents",
      objectName: `tenants/${tenantId}/documents/${documentId}/${name}`,
      objectGeneration: generation,
      contentType: "text/plain",
      sizeBytes: 1,
    });
    if (!isReady) return;
    const ready = {
      objectGeneration: generation,
      chunkCount: passages.length,
      contentSha256: "0".repeat(64),
      at: new Date(),
    };
    await recordReady(trx, documentId, ready);
  });
  return documentId;
}
