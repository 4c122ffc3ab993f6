import type { PDFDocumentProxy, PDFPageProxy } from "unpdf/pdfjs";
import type { ReadingWarning } from "../../../../shared/knowledge/rules/reading-warning.ts";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { IngestFailure } from "../../ingest-failure.ts";
import { removeContents } from "./contents-lines.ts";
import { type Annotation, annotationItems, placeItems } from "./form-values.ts";
import { legibleItems } from "./legible-items.ts";
import { pdfData } from "./pdf-data.ts";
import { type PdfItem, withPlainLetters } from "./pdf-item.ts";
import { hiddenTexts, withoutHidden } from "./hidden-texts.ts";
import { linesOf, textLines } from "./pdf-lines.ts";
import { type PlacedLine, removeRunningLines } from "./running-lines.ts";

/** A document with fewer characters a page on average than this is a picture of text. */
const scanCharactersPerPage = 8;
const maxPages = 5_000;

/** pdf.js writes its warnings straight to the console; what matters of them it throws. */
const silent = 0;
/** Pictures say nothing to us, and take long to unpack. */
const withoutPictures = { maxImageSize: 1 };

type Page = { lines: PlacedLine[]; hidden: number; isUnreadable: boolean };

/** Reads a PDF page by page with pdf.js, lines as they stand on the page. */
export async function parsePdf(bytes: Uint8Array): Promise<ParsedDocument> {
  const document = await open(bytes, withoutPictures);
  let drawn: Promise<PDFDocumentProxy> | undefined;
  const pictured = async (number: number) => (await (drawn ??= open(bytes))).getPage(number);
  try {
    if (document.numPages > maxPages) throw new IngestFailure("too-complex");
    const pages: Page[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      pages.push(await readPage(page, async () => pictured(number)));
      page.cleanup();
    }
    return documentOf(pages);
  } catch (error) {
    // A page that the rest of the file does not hold, or that no one can read.
    throw error instanceof IngestFailure ? error : new IngestFailure("damaged", { cause: error });
  } finally {
    await document.loadingTask.destroy();
    await (await drawn)?.loadingTask.destroy();
  }
}

async function open(bytes: Uint8Array, options: object = {}): Promise<PDFDocumentProxy> {
  const { getDocumentProxy } = await import("unpdf");
  const all = { verbosity: silent, ...pdfData(), ...options };
  return getDocumentProxy(new Uint8Array(bytes), all).catch((error: unknown) => {
    throw new IngestFailure(nameOf(error) === "PasswordException" ? "encrypted" : "damaged", {
      cause: error,
    });
  });
}

async function readPage(page: PDFPageProxy, pictured: () => Promise<PDFPageProxy>): Promise<Page> {
  const content = await page.getTextContent();
  const drawing = await page.getOperatorList();
  const hidden = await hiddenTexts(drawing, async () => (await pictured()).getOperatorList());
  const runs = withoutHidden((content.items as object[]).filter(isRun), hidden).map(withPlainLetters);
  const legible = legibleItems(runs);
  const written = annotationItems((await page.getAnnotations()) as Annotation[]);
  const lines = textLines(placeItems(linesOf(legible.items), written));
  return { lines, hidden: legible.hidden + hidden.length, isUnreadable: legible.isUnreadable };
}

/** Not a mark of tagged content. */
function isRun(item: object): item is PdfItem {
  return "str" in item && "transform" in item;
}

function documentOf(pages: readonly Page[]): ParsedDocument {
  const read = removeRunningLines(pages.map(({ lines }) => lines));
  const texts = removeContents(read.map(({ lines }) => lines)).map((lines) =>
    lines.map(({ text }) => text).join("\n"),
  );
  const characters = pages.reduce((sum, { lines }) => sum + charactersOf(lines), 0);
  if (characters < scanCharactersPerPage * pages.length) throw new IngestFailure("no-text");
  return {
    kind: "pdf",
    pages: texts.map((text, at) => ({ number: at + 1, text })),
    warnings: pages.flatMap((page, at) => warningsOf(page, at + 1, read[at]?.isBare ?? true)),
  };
}

function warningsOf({ hidden, isUnreadable }: Page, page: number, isBare: boolean): ReadingWarning[] {
  const pages = [page];
  const warnings: ReadingWarning[] = [];
  if (isUnreadable) warnings.push({ code: "pages-unreadable", count: 1, pages });
  else if (isBare) warnings.push({ code: "pages-without-text", count: 1, pages });
  if (hidden > 0) warnings.push({ code: "hidden-text", count: hidden, pages });
  return warnings;
}

function charactersOf(lines: readonly PlacedLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.trim().length, 0);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}
