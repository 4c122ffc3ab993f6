import { chunkText, type Chunk } from "../../shared/domain/knowledge/chunk-text.ts";
import { countWords, documentSparseVector } from "../../shared/domain/knowledge/sparse-vector.ts";
import type { Document } from "../../shared/db/schema/documents.ts";
import { recordStage, sumChunks } from "../../shared/db/documents.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { type ChunkIdentity, identifyChunks } from "./chunk-identity.ts";
import { embedPatiently } from "./embed-patiently.ts";
import { IngestFailure } from "./ingest-failure.ts";

/** Chunks are embedded and stored this many at a time, so that memory stays bounded however long the document is. */
const batchSize = 64;

type Built = { pageCount: number; chunkCount: number; wordCount: number; tokens: number };
type Ingester = Pick<Services<"ingester">, "db" | "llm" | "vectors" | "config">;
type Identified = Chunk & ChunkIdentity & { embedded: string };

/**
 * Parses, cuts, embeds and stores the document's chunks under this generation; the same bytes give the same ids. What an
 * earlier reading has embedded already is not embedded again.
 */
export async function buildChunks(
  tenantId: string,
  document: Document,
  generation: number,
  bytes: Buffer,
  language: string | undefined,
  services: Ingester,
): Promise<Built> {
  const { db, vectors, config } = services;
  // Imported lazily, for its file is also what its thread runs: it must not carry the whole function with it.
  const { parseInWorker } = await import("./parse/parse-in-worker.ts");
  const parsed = await parseInWorker(bytes, document.name);
  const model = `${config.OPENAI_EMBEDDING_MODEL}/${config.OPENAI_EMBEDDING_DIMENSIONS}`;
  const chunks = identify(document.id, generation, model, chunkText(parsed));
  if (chunks.length === 0) throw new IngestFailure("no-text");
  const pageCount = parsed.pages.length;
  const chunkCount = chunks.length;
  await vectors.ensureCollection();
  const wordCount = chunks.reduce((sum, { embedded }) => sum + countWords(embedded), 0);
  const others = await inTenant(db, tenantId, async (trx) => {
    await recordStage(trx, document.id, "embedding", { pageCount });
    return sumChunks(trx, document.id);
  });
  // Of all that the tenant's chunks compete with: Qdrant's default of 256 words costs short texts much of BM25's worth.
  const averageLength = (others.words + wordCount) / (others.chunks + chunkCount);
  let tokens = 0;
  for (let start = 0; start < chunkCount; start += batchSize) {
    const batch = chunks.slice(start, start + batchSize);
    tokens += await storeBatch(tenantId, document, generation, batch, { averageLength, language }, services);
    const embeddedCount = start + batch.length;
    await inTenant(db, tenantId, async (trx) =>
      recordStage(trx, document.id, "embedding", { embeddedCount }),
    );
  }
  return { pageCount, chunkCount, wordCount, tokens };
}

function identify(documentId: string, generation: number, model: string, chunks: Chunk[]): Identified[] {
  const texts = chunks.map(embeddedText);
  const identities = identifyChunks(documentId, generation, model, texts);
  return chunks.map((chunk, at) => ({
    ...chunk,
    embedded: texts[at] ?? "",
    ...(identities[at] ?? { id: "", contentHash: "" }),
  }));
}

/** Resolves to the tokens that were spent. */
async function storeBatch(
  tenantId: string,
  document: Document,
  generation: number,
  batch: readonly Identified[],
  { averageLength, language }: { averageLength: number; language: string | undefined },
  { llm, vectors }: Ingester,
): Promise<number> {
  const contentHashes = [...new Set(batch.map(({ contentHash }) => contentHash))];
  const known = await vectors.findEmbedded({ tenantId, documentId: document.id, contentHashes });
  const missing = [
    ...new Map(
      batch
        .filter(({ contentHash }) => !known.has(contentHash))
        .map((chunk) => [chunk.contentHash, chunk.embedded]),
    ),
  ];
  const embedded = await embedPatiently(
    llm,
    missing.map(([, text]) => text),
  );
  missing.forEach(([contentHash], at) => known.set(contentHash, embedded.vectors[at] ?? []));
  await vectors.upsertChunks(
    batch.map(({ embedded: text, ...chunk }) => ({
      ...chunk,
      tenantId,
      knowledgeBaseId: document.knowledge_base_id,
      documentId: document.id,
      generation,
      dense: known.get(chunk.contentHash) ?? [],
      sparse: documentSparseVector(text, { averageLength, ...(language === undefined ? {} : { language }) }),
    })),
  );
  return embedded.tokens;
}

/** The heading belongs to what a chunk says: a question finds it by both. */
function embeddedText({ heading, text }: Chunk): string {
  return heading === undefined ? text : `${heading}\n${text}`;
}
