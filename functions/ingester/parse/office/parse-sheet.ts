import { zipSync } from "fflate";
import type { WorkBook, WorkSheet } from "@e965/xlsx";
import type { Block } from "../../blocks/block.ts";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { IngestFailure } from "../../ingest-failure.ts";
import type { ReadingWarning } from "../../../../shared/knowledge/rules/reading-warning.ts";
import { readArchive } from "./read-archive.ts";
import { maxSheetRows, sheetRows } from "./sheet-rows.ts";
import { plainForm, type SheetForm, sheetForms } from "./sheet-form.ts";
import { tableBlocks } from "../../blocks/table-blocks.ts";

/**
 * The rows of a workbook's sheets with their headers, a page for each sheet that is not hidden. By SheetJS in the republished
 * 0.20.3: the 0.18.5 that its authors left on npm carries CVE-2023-30533 and CVE-2024-22363.
 */
export async function parseSheet(bytes: Uint8Array): Promise<ParsedDocument> {
  const { read } = await import("@e965/xlsx");
  const isZip = bytes[0] === 0x50;
  // Only the parts with content, unpacked within our bounds.
  const parts = isZip ? readArchive(bytes, (name) => /\.(?:xml|rels|bin)$/i.test(name)) : undefined;
  const data = parts === undefined ? bytes : zipSync(Object.fromEntries(parts), { level: 0 });
  const book = open(() =>
    // One row more, to see whether there are more. Old files tell only with their styles what is hidden.
    read(data, {
      type: "array",
      dense: true,
      cellDates: true,
      sheetRows: maxSheetRows + 1,
      cellStyles: !isZip,
    }),
  );
  const forms = parts === undefined ? new Map<string, SheetForm>() : sheetForms(parts);
  const pages = book.SheetNames.map((name, at) => {
    if (isHidden(book, at))
      return { number: at + 1, blocks: [], warnings: hiddenSheet(name, book.Sheets[name]) };
    const form = forms.get(name) ?? oldForm(book.Sheets[name]);
    const { rows, headerRows, warnings } = sheetRows(book.Sheets[name], form);
    const blocks = tableBlocks(rows, headerRows === undefined ? {} : { headerRows });
    return {
      number: at + 1,
      blocks: titled(name, blocks),
      warnings: warnings.map((one) => ({ ...one, detail: name })),
    };
  });
  const warnings = pages.flatMap((page) => page.warnings);
  return {
    kind: "blocks",
    pages: pages.map(({ number, blocks }) => ({ number, blocks })),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}

function open<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const isLocked = error instanceof Error && /password|encrypt/i.test(error.message);
    throw new IngestFailure(isLocked ? "encrypted" : "damaged", { cause: error });
  }
}

function isHidden(book: WorkBook, at: number): boolean {
  return (book.Workbook?.Sheets?.[at]?.Hidden ?? 0) !== 0;
}

/** An empty one hides nothing. */
function hiddenSheet(name: string, sheet: WorkSheet | undefined): ReadingWarning[] {
  const { rows } = sheetRows(sheet, plainForm);
  return rows.every((row) => row.length === 0) ? [] : [{ code: "hidden-sheets", count: 1, detail: name }];
}

function oldForm(sheet: WorkSheet | undefined): SheetForm {
  const hidden = (list: readonly ({ hidden?: boolean | undefined } | undefined)[] = []) =>
    new Set(Array.from(list.entries()).flatMap(([at, one]) => (one?.hidden === true ? [at] : [])));
  return { ...plainForm, hiddenRows: hidden(sheet?.["!rows"]), hiddenColumns: hidden(sheet?.["!cols"]) };
}

function titled(name: string, blocks: Block[]): Block[] {
  return blocks.length === 0 ? [] : [{ kind: "heading", level: 1, text: name }, ...blocks];
}
