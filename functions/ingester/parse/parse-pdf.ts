import type { ParsedDocument } from "../../../shared/domain/knowledge/parsed-document.ts";
import { IngestFailure } from "../ingest-failure.ts";

/** A page with fewer characters on average than this is a picture of text. */
const scanCharactersPerPage = 8;

/** pdf.js writes its warnings straight to the console; what matters of them it throws. */
const silent = 0;

/** Reads a PDF page by page with pdf.js, lines as they stand on the page. */
export async function parsePdf(bytes: Buffer): Promise<ParsedDocument> {
  const { getDocumentProxy } = await import("unpdf");
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: silent }).catch(
    (error: unknown) => {
      throw new IngestFailure(nameOf(error) === "PasswordException" ? "encrypted" : "damaged", {
        cause: error,
      });
    },
  );
  try {
    const pages: ParsedDocument["pages"] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      pages.push({ number, text: linesOf((await page.getTextContent()).items) });
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

function unlessScanned(pages: ParsedDocument["pages"]): ParsedDocument["pages"] {
  const characters = pages.reduce((sum, page) => sum + page.text.trim().length, 0);
  if (characters < scanCharactersPerPage * pages.length) throw new IngestFailure("no-text");
  return pages;
}

function linesOf(items: readonly object[]): string {
  return items
    .map((item) =>
      "str" in item ? `${String(item.str)}${"hasEOL" in item && item.hasEOL === true ? "\n" : ""}` : "",
    )
    .join("");
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}
