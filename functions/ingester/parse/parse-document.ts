import type { ParsedDocument } from "../../../shared/domain/knowledge/parsed-document.ts";
import { IngestFailure } from "../ingest-failure.ts";
import { parsePdf } from "./parse-pdf.ts";
import { parseText } from "./parse-text.ts";

/** Reads a document by what its bytes say first, and by its name second; the declared content type is often wrong. */
export async function parseDocument(bytes: Buffer, fileName: string): Promise<ParsedDocument> {
  if (bytes.length === 0) throw new IngestFailure("empty");
  const parsed = isPdf(bytes, fileName) ? await parsePdf(bytes) : parseText(bytes, kindOf(fileName));
  const characters = parsed.pages.reduce((sum, page) => sum + page.text.trim().length, 0);
  if (characters === 0) throw new IngestFailure("no-text");
  return parsed;
}

/** The header may stand anywhere in the first kilobyte; in what is called a text it may also be what the text tells of. */
function isPdf(bytes: Buffer, fileName: string): boolean {
  const head = bytes.subarray(0, 1024).toString("latin1");
  return /\.(?:md|markdown|txt|text)$/i.test(fileName)
    ? head.trimStart().startsWith("%PDF-")
    : head.includes("%PDF-");
}

function kindOf(fileName: string): "markdown" | "text" {
  const extension = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase();
  if (extension === "md" || extension === "markdown") return "markdown";
  if (extension === "txt" || extension === "text" || extension === undefined) return "text";
  throw new IngestFailure(extension === "pdf" ? "damaged" : "unsupported-type");
}
