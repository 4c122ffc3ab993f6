import { mergeWarnings, type ReadingWarning } from "../../../shared/knowledge/rules/reading-warning.ts";
import { type Chunk, chunkText } from "../chunk/chunk-text.ts";
import { loadChunkSize } from "../chunk/load-chunk-size.ts";
import { parseDocument } from "./parse-document.ts";
import type { SourceFile } from "../blocks/source-file.ts";

export type ReadDocument = { pageCount: number; chunks: Chunk[]; warnings: ReadingWarning[] };

/** Reads a document and cuts it into chunks of the size that suits the embedding model. */
export async function readChunks(
  { bytes, fileName, charset }: SourceFile,
  embeddingModel: string,
): Promise<ReadDocument> {
  const parsed = await parseDocument(bytes, fileName, charset);
  const chunks = chunkText(parsed, await loadChunkSize(embeddingModel));
  return { pageCount: parsed.pages.length, chunks, warnings: mergeWarnings(parsed.warnings ?? []) };
}
