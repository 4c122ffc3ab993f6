import { createHash } from "node:crypto";
import { chunkText } from "../../shared/domain/knowledge/chunk-text.ts";
import { countWords, documentSparseVector } from "../../shared/domain/knowledge/sparse-vector.ts";
import type { Document } from "../../shared/db/schema/documents.ts";
import { recordStage } from "../../shared/db/documents.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { IngestFailure } from "./ingest-failure.ts";

/** Chunks are embedded and stored this many at a time, so that memory stays bounded however long the document is. */
const batchSize = 64;

type Built = { pageCount: number; chunkCount: number; tokens: number };

/** Parses, cuts, embeds and stores the document's chunks under this generation; the same bytes give the same ids. */
export async function buildChunks(
  tenantId: string,
  document: Document,
  generation: number,
  bytes: Buffer,
  language: string | undefined,
  { db, llm, vectors }: Pick<Services<"ingester">, "db" | "llm" | "vectors">,
): Promise<Built> {
  // Imported lazily, for its file is also what its thread runs: it must not carry the whole function with it.
  const { parseInWorker } = await import("./parse/parse-in-worker.ts");
  const parsed = await parseInWorker(bytes, document.name);
  const chunks = chunkText(parsed);
  if (chunks.length === 0) throw new IngestFailure("no-text");
  const pageCount = parsed.pages.length;
  await inTenant(db, tenantId, async (trx) => recordStage(trx, document.id, "embedding", { pageCount }));
  await vectors.ensureCollection();
  // Of this document: Qdrant's default of 256 words costs short texts much of BM25's worth.
  const averageLength =
    chunks.reduce((sum, chunk) => sum + countWords(embeddedText(chunk)), 0) / chunks.length;
  let tokens = 0;
  for (let start = 0; start < chunks.length; start += batchSize) {
    const batch = chunks.slice(start, start + batchSize);
    const embedded = await llm.embed(batch.map(embeddedText));
    tokens += embedded.tokens;
    await vectors.upsertChunks(
      batch.map((chunk, offset) => ({
        ...chunk,
        id: chunkId(document.id, generation, chunk.index),
        tenantId,
        knowledgeBaseId: document.knowledge_base_id,
        documentId: document.id,
        generation,
        dense: embedded.vectors[offset] ?? [],
        sparse: documentSparseVector(embeddedText(chunk), {
          averageLength,
          ...(language === undefined ? {} : { language }),
        }),
      })),
    );
  }
  return { pageCount, chunkCount: chunks.length, tokens };
}

/** The heading belongs to what a chunk says: a question finds it by both. */
function embeddedText({ heading, text }: { heading?: string; text: string }): string {
  return heading === undefined ? text : `${heading}\n${text}`;
}

function chunkId(documentId: string, generation: number, index: number): string {
  const hex = createHash("sha256").update(`${documentId}/${generation}/${index}`).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
