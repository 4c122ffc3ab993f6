import { readFile } from "node:fs/promises";
import { type Chunk, chunkText } from "../../domain/knowledge/chunk-text.ts";

/** A chunk of the evaluation's documents with the entry (`document#number`) that it stands in. */
export type EvalPassage = Chunk & { document: string; entry: string; embedded: string };

const documents: Record<string, readonly string[]> = { en: ["zlib", "xz", "cargo"], id: ["id"], pt: ["pt"] };
export const evalLanguages = Object.keys(documents);

/** A language's documents, cut as the ingester cuts them. */
export async function loadPassages(language: string): Promise<EvalPassage[]> {
  const passages = await Promise.all((documents[language] ?? []).map(readPassages));
  return passages.flat();
}

async function readPassages(document: string): Promise<EvalPassage[]> {
  const text = await readFile(new URL(`documents/${document}.md`, import.meta.url), "utf8");
  const headings: string[] = [];
  return chunkText({ kind: "markdown", pages: [{ text }] }).map((chunk) => {
    const heading = chunk.heading ?? "";
    if (headings.at(-1) !== heading) headings.push(heading);
    return {
      ...chunk,
      document,
      entry: `${document}#${headings.length}`,
      embedded: `${heading}\n${chunk.text}`,
    };
  });
}
