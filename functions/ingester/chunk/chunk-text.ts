import type { ChunkSize } from "./chunk-size.ts";
import { packBlocks, type Chunk } from "./pack-blocks.ts";
import { readLines, type Line } from "../blocks/read-lines.ts";
import { readMarkdown } from "../blocks/read-markdown.ts";
import type { Block } from "../blocks/block.ts";
import type { ParsedDocument } from "../blocks/parsed-document.ts";

export type { Chunk } from "./pack-blocks.ts";

/**
 * Cuts a document into chunks along its structure: headings stay with what they head, questions with their answers, sentences,
 * lists and tables whole where they fit. `page` is where a chunk begins. The same document gives the same chunks.
 */
export function chunkText(document: ParsedDocument, size: ChunkSize): Chunk[] {
  return packBlocks(readBlocks(document), size);
}

function readBlocks(document: ParsedDocument): Block[] {
  if (document.kind === "blocks") {
    return document.pages.flatMap(({ number, blocks }) =>
      blocks.map((block) => onPage(cleanBlock(block), number)),
    );
  }
  const { kind, pages } = document;
  if (kind === "markdown") return pages.flatMap(({ text }) => readMarkdown(clean(text)));
  return readLines(pages.flatMap(({ text, number }) => linesOf(clean(text), number)));
}

function onPage(block: Block, page: number | undefined): Block {
  return page === undefined || block.page !== undefined ? block : { ...block, page };
}

function cleanBlock(block: Block): Block {
  if (block.kind === "heading-end") return block;
  if (block.kind !== "rows") return { ...block, text: clean(block.text) };
  const rows = block.rows.map(clean);
  return { ...block, rows, ...(block.lead === undefined ? {} : { lead: clean(block.lead) }) };
}

function linesOf(text: string, page: number | undefined): Line[] {
  return text
    .split(/\r\n|[\n\r\f\u2028\u2029]/u)
    .map((line) => ({ text: line, ...(page === undefined ? {} : { page }) }));
}

/** Control characters carry nothing, but break what stores and shows text. A soft hyphen counts only at the end of a line. */
function clean(text: string): string {
  return text
    .replaceAll(/[\uFEFF\u200B]/gu, "")
    .replaceAll(/[\u00AD\uFFFE](?!\s*[\r\n])/gu, "")
    .replaceAll(/(?!\s)\p{Cc}/gu, "")
    .replaceAll("\u00A0", " ");
}
