import { readFile } from "node:fs/promises";
import { type SearchableText, searchableTexts } from "../../functions/ingester/chunk/searchable-texts.ts";
import { type Chunk, chunkText } from "../../functions/ingester/chunk/chunk-text.ts";
import { loadChunkSize } from "../../functions/ingester/chunk/load-chunk-size.ts";

/** A chunk of the evaluation's documents with the entry (`document#number`) that it stands in. */
export type EvalPassage = Chunk & SearchableText & { document: string; entry: string };

const documents: Record<string, readonly string[]> = {
  en: ["zlib", "xz", "cargo", "shop", "hotel"],
  id: ["id", "toko"],
  pt: ["pt", "loja"],
};
export const evalLanguages = Object.keys(documents);

/** A language's documents, cut as the ingester cuts them. */
export async function loadPassages(language: string): Promise<EvalPassage[]> {
  const passages = await Promise.all((documents[language] ?? []).map(readPassages));
  return passages.flat();
}

async function readPassages(document: string): Promise<EvalPassage[]> {
  const text = await readFile(new URL(`documents/${document}.md`, import.meta.url), "utf8");
  const headings: string[] = [];
  // The local model stands in for the one that this size is for.
  const size = await loadChunkSize("text-embedding-3-small");
  const chunks = chunkText({ kind: "markdown", pages: [{ text }] }, size);
  const texts = searchableTexts(chunks);
  return chunks.map((chunk, at) => {
    const heading = chunk.heading ?? "";
    if (headings.at(-1) !== heading) headings.push(heading);
    return {
      ...chunk,
      ...(texts[at] ?? { embedded: "", words: "" }),
      document,
      entry: `${document}#${headings.length}`,
    };
  });
}
