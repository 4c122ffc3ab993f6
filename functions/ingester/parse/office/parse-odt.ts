import { zipSync } from "fflate";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { htmlBlocks } from "../html/html-blocks.ts";
import { readHtml } from "../html/html-node.ts";
import { readOpenDocument } from "./open-document.ts";

/** Headings, lists and tables of an OpenDocument text, by odf-kit, as its last change left it. */
export async function parseOdt(bytes: Uint8Array): Promise<ParsedDocument> {
  const { odtToHtml } = await import("odf-kit/odt-reader");
  const parts = readOpenDocument(bytes);
  const html = odtToHtml(zipSync(Object.fromEntries(parts), { level: 0 }), {}, { trackedChanges: "final" });
  // A span for each run of one font: they may part a word.
  const plain = html.replaceAll(/<\/?span[^>]*>/g, "");
  return { kind: "blocks", pages: [{ blocks: htmlBlocks(readHtml(plain).body) }] };
}
