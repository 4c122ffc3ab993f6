import { zipSync } from "fflate";
import type { CellObject, Range, WorkSheet } from "@e965/xlsx";
import type { Block } from "../../blocks/block.ts";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { IngestFailure } from "../../ingest-failure.ts";
import { readArchive } from "./read-archive.ts";
import { sheetHeaders } from "./sheet-headers.ts";
import { tableBlocks } from "../../blocks/table-blocks.ts";

const maxRows = 20_000;
const maxColumns = 200;

/**
 * The rows of a workbook's sheets with their headers, a page for each sheet. By SheetJS in the republished 0.20.3: the 0.18.5
 * that its authors left on npm carries CVE-2023-30533 and CVE-2024-22363.
 */
export async function parseSheet(bytes: Uint8Array): Promise<ParsedDocument> {
  const { read } = await import("@e965/xlsx");
  const isZip = bytes[0] === 0x50;
  // Only the parts with content, unpacked within our bounds.
  const parts = isZip ? readArchive(bytes, (name) => /\.(?:xml|rels|bin)$/i.test(name)) : undefined;
  const data = parts === undefined ? bytes : zipSync(Object.fromEntries(parts), { level: 0 });
  const book = open(() =>
    read(data, { type: "array", dense: true, cellDates: true, sheetRows: maxRows, cellHTML: false }),
  );
  const headers = parts === undefined ? new Map<string, number>() : sheetHeaders(parts);
  const pages = book.SheetNames.map((name, index) => ({
    number: index + 1,
    blocks: sheetBlocks(name, book.Sheets[name], headers.get(name)),
  }));
  return { kind: "blocks", pages };
}

function open<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const isLocked = error instanceof Error && /password|encrypt/i.test(error.message);
    throw new IngestFailure(isLocked ? "encrypted" : "damaged", { cause: error });
  }
}

/** By the cells that there are: a sheet's stated range may be a million empty rows. */
function sheetBlocks(name: string, sheet: WorkSheet | undefined, headerRows: number | undefined): Block[] {
  const data = (sheet?.["!data"] ?? []) as (CellObject[] | undefined)[];
  const cells = data.map((row) => Array.from((row ?? []).slice(0, maxColumns), textOf));
  const rows = spreadMerged(cells, sheet?.["!merges"] ?? []);
  const blocks = tableBlocks(rows, headerRows === undefined ? {} : { headerRows });
  return blocks.length === 0 ? [] : [{ kind: "heading", level: 1, text: name }, ...blocks];
}

/** What a merged cell says stands in each cell that it covers; over the whole width of the sheet it is a title (see `gridOf`). */
function spreadMerged(rows: readonly (readonly string[])[], merges: readonly Range[]): string[][] {
  const spread = rows.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== "") + 1));
  const width = spread.reduce((most, row) => Math.max(most, row.length), 0);
  for (const { s: from, e: to } of merges) {
    const text = rows[from.r]?.[from.c] ?? "";
    const isTitle = from.r === to.r && from.c === 0 && to.c >= width - 1;
    if (text === "" || isTitle) continue;
    for (const row of spread.slice(from.r, to.r + 1)) {
      for (let column = from.c; column <= Math.min(to.c, width - 1); column += 1) row[column] = text;
    }
  }
  return spread.map((row) => Array.from(row, (cell) => cell ?? ""));
}

/** As Excel shows it. */
function textOf(cell: CellObject | undefined): string {
  if (cell === undefined || cell.t === "e") return "";
  if (cell.v instanceof Date && cell.w === undefined) return cell.v.toISOString().slice(0, 10);
  return (cell.w ?? String(cell.v ?? "")).trim();
}
