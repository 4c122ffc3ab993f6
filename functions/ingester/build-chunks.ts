import type { Chunk } from "./chunk/chunk-text.ts";
import { type SearchableText, searchableTexts } from "./chunk/searchable-texts.ts";
import { countWords, documentSparseVector } from "../../shared/knowledge/rules/sparse-vector.ts";
import type { ReadingWarning } from "../../shared/knowledge/rules/reading-warning.ts";
import type { Document } from "../../shared/db/schema.d.ts";
import { recordStage, sumChunks } from "../../shared/knowledge/queries/documents.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { type ChunkIdentity, identifyChunks } from "./chunk/chunk-identity.ts";
import type { ReaderPool } from "./parse/reader-pool.ts";
import { embedPatiently } from "./embed-patiently.ts";
import { sourceFile } from "./source-file.ts";
import { IngestFailure } from "./ingest-failure.ts";
import type { IngesterServices } from "./services.ts";

/** Chunks are embedded and stored this many at a time, so that memory stays bounded however long the document is. */
const batchSize = 64;

/** Of this instance, for it is what the memory belongs to. */
let readers: ReaderPool | undefined;

type Built = {
  pageCount: number;
  chunkCount: number;
  wordCount: number;
  tokens: number;
  warnings: ReadingWarning[];
};
type Ingester = Pick<IngesterServices, "db" | "llm" | "vectors" | "config">;
type Identified = Chunk & ChunkIdentity & SearchableText;

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
  const { createReaderPool } = await import("./parse/reader-pool.ts");
  readers ??= createReaderPool();
  const file = sourceFile(document, bytes);
  const {
    pageCount,
    chunks: found,
    warnings,
  } = await readers.read(tenantId, file, config.OPENAI_EMBEDDING_MODEL);
  const model = `${config.OPENAI_EMBEDDING_MODEL}/${config.OPENAI_EMBEDDING_DIMENSIONS}`;
  const chunks = identify(document.id, generation, model, found);
  if (chunks.length === 0) throw new IngestFailure("no-text");
  const chunkCount = chunks.length;
  await vectors.ensureCollection();
  const wordCount = chunks.reduce((sum, { words }) => sum + countWords(words), 0);
  const others = await inTenant(db, tenantId, async (trx) => {
    await recordStage(trx, document.id, "embedding", { pageCount, chunkTotal: chunkCount });
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
  return { pageCount, chunkCount, wordCount, tokens, warnings };
}

function identify(documentId: string, generation: number, model: string, chunks: Chunk[]): Identified[] {
  const texts = searchableTexts(chunks);
  const embedded = texts.map((text) => text.embedded);
  const identities = identifyChunks(documentId, generation, model, embedded);
  return chunks.map((chunk, at) => ({
    ...chunk,
    ...(texts[at] ?? { embedded: "", words: "" }),
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
    batch.map(({ words, ...chunk }) => ({
      ...chunk,
      tenantId,
      knowledgeBaseId: document.knowledge_base_id,
      documentId: document.id,
      generation,
      dense: known.get(chunk.contentHash) ?? [],
      sparse: documentSparseVector(words, { averageLength, ...(language === undefined ? {} : { language }) }),
    })),
  );
  return embedded.tokens;
}
