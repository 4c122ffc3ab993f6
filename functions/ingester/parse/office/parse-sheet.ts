import { zipSync } from "fflate";
import type { CellObject, WorkSheet } from "@e965/xlsx";
import type { Block } from "../../blocks/block.ts";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { IngestFailure } from "../../ingest-failure.ts";
import { readArchive } from "./read-archive.ts";
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
  const pages = book.SheetNames.map((name, index) => ({
    number: index + 1,
    blocks: sheetBlocks(name, book.Sheets[name]),
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
function sheetBlocks(name: string, sheet: WorkSheet | undefined): Block[] {
  const rows = ((sheet?.["!data"] ?? []) as (CellObject[] | undefined)[]).map((row) =>
    Array.from((row ?? []).slice(0, maxColumns), textOf),
  );
  const blocks = tableBlocks(rows);
  return blocks.length === 0 ? [] : [{ kind: "heading", level: 1, text: name }, ...blocks];
}

/** As Excel shows it. */
function textOf(cell: CellObject | undefined): string {
  if (cell === undefined || cell.t === "e") return "";
  if (cell.v instanceof Date && cell.w === undefined) return cell.v.toISOString().slice(0, 10);
  return (cell.w ?? String(cell.v ?? "")).trim();
}
