import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { IngestFailure } from "../../ingest-failure.ts";
import { pdfLines, type PdfItem } from "./pdf-lines.ts";

/** A page with fewer characters on average than this is a picture of text. */
const scanCharactersPerPage = 8;

type Page = { number: number; text: string };

const maxPages = 5_000;

/** pdf.js writes its warnings straight to the console; what matters of them it throws. */
const silent = 0;

/** Reads a PDF page by page with pdf.js, lines as they stand on the page. */
export async function parsePdf(bytes: Uint8Array): Promise<ParsedDocument> {
  const { getDocumentProxy } = await import("unpdf");
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: silent }).catch(
    (error: unknown) => {
      throw new IngestFailure(nameOf(error) === "PasswordException" ? "encrypted" : "damaged", {
        cause: error,
      });
    },
  );
  try {
    const pages: Page[] = [];
    if (document.numPages > maxPages) throw new IngestFailure("too-complex");
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      pages.push({ number, text: pdfLines(runsOf((await page.getTextContent()).items)) });
      page.cleanup();
    }
    return { kind: "pdf", pages: unlessScanned(pages) };
  } catch (error) {
    // A page that the rest of the file does not hold, or that no one can read.
    throw error instanceof IngestFailure ? error : new IngestFailure("damaged", { cause: error });
  } finally {
    await document.loadingTask.destroy();
  }
}

/** Without the marks of tagged content. */
function runsOf<Item extends object>(items: readonly Item[]): (Item & PdfItem)[] {
  return items.filter((item): item is Item & PdfItem => "str" in item && "transform" in item);
}

function unlessScanned(pages: Page[]): Page[] {
  const characters = pages.reduce((sum, page) => sum + page.text.trim().length, 0);
  if (characters < scanCharactersPerPage * pages.length) throw new IngestFailure("no-text");
  return pages;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}
