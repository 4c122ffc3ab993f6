import type { Block } from "../blocks/block.ts";
import type { ParsedDocument } from "../blocks/parsed-document.ts";
import { IngestFailure } from "../ingest-failure.ts";
import { decodeHtml } from "./text/decode-html.ts";
import { type DecodedText, decodeText } from "./text/decode-text.ts";
import { documentKind } from "./document-kind.ts";
import { isChatExport, parseChatExport } from "./text/parse-chat-export.ts";
import { readArchive, textOf } from "./office/read-archive.ts";

/** Reads a document by what its bytes say it is; `charset` is what a website says of its page. Throws `IngestFailure`, or whatever the parser of its kind makes of a broken file. */
export async function parseDocument(
  bytes: Buffer,
  fileName: string,
  charset?: string,
): Promise<ParsedDocument> {
  if (bytes.length === 0) throw new IngestFailure("empty");
  const parsed = await parse(bytes, fileName, charset);
  if (charactersOf(parsed) === 0) throw new IngestFailure("no-text");
  return parsed;
}

/** Parsers are loaded when a file of their kind comes: most of them take longer to load than a small file to read. */
async function parse(bytes: Buffer, fileName: string, charset: string | undefined): Promise<ParsedDocument> {
  const kind = documentKind(bytes, fileName);
  switch (kind) {
    case "pdf":
      return (await import("./pdf/parse-pdf.ts")).parsePdf(bytes);
    case "docx":
      return (await import("./office/parse-docx.ts")).parseDocx(bytes);
    case "sheet":
      return (await import("./office/parse-sheet.ts")).parseSheet(bytes);
    case "pptx":
      return (await import("./office/parse-pptx.ts")).parsePptx(bytes);
    case "odt":
      return (await import("./office/parse-odt.ts")).parseOdt(bytes);
    case "odp":
      return (await import("./office/parse-odp.ts")).parseOdp(bytes);
    case "epub":
      return (await import("./office/parse-epub.ts")).parseEpub(bytes);
    case "rtf":
      return (await import("./rtf/parse-rtf.ts")).parseRtf(bytes);
    case "mail":
      return (await import("./mail/parse-mail.ts")).parseMail(bytes);
    case "html":
      return parseDecoded(await decodeHtml(bytes, charset), (await import("./html/parse-html.ts")).parseHtml);
    case "csv":
      return parseDecoded(await decodeText(bytes), (await import("./text/parse-csv.ts")).parseCsv);
    case "json":
      return parseDecoded(await decodeText(bytes), (await import("./text/parse-json.ts")).parseJson);
    case "chat-archive": {
      const texts = [...readArchive(bytes, (name) => /\.txt$/i.test(name)).values()];
      return parseChatExport(texts.map(textOf).join("\n"));
    }
    case "markdown":
      return parseDecoded(await decodeText(bytes), (text) => ({ kind, pages: [{ text }] }));
    case "text":
      return parseDecoded(await decodeText(bytes), (text) =>
        isChatExport(text) ? parseChatExport(text) : { kind, pages: [{ text }] },
      );
  }
}

async function parseDecoded(
  { text, warnings }: DecodedText,
  parseText: (text: string) => ParsedDocument | Promise<ParsedDocument>,
): Promise<ParsedDocument> {
  const parsed = await parseText(text);
  const all = [...(parsed.warnings ?? []), ...warnings];
  return all.length === 0 ? parsed : { ...parsed, warnings: all };
}

function charactersOf({ pages }: ParsedDocument): number {
  const texts = pages.flatMap((page) => ("text" in page ? [page.text] : page.blocks.flatMap(textsOf)));
  return texts.reduce((sum, text) => sum + text.trim().length, 0);
}

function textsOf(block: Block): string[] {
  if (block.kind === "heading-end") return [];
  return block.kind === "rows" ? [block.lead ?? "", ...block.rows] : [block.text];
}
