import type { CellObject, Range, WorkSheet } from "@e965/xlsx";
import type { ReadingWarning } from "../../../../shared/knowledge/rules/reading-warning.ts";
import type { SheetForm } from "./sheet-form.ts";

export const maxSheetRows = 20_000;
const maxColumns = 200;

type SheetRows = { rows: string[][]; headerRows: number | undefined; warnings: ReadingWarning[] };

/** What a sheet shows, row by row, and what of it is not read. By the cells that there are: its stated range may be a million empty rows. */
export function sheetRows(sheet: WorkSheet | undefined, form: SheetForm): SheetRows {
  const data = (sheet?.["!data"] ?? []) as (CellObject[] | undefined)[];
  const all = data.map((row, at) =>
    Array.from(row ?? [], (cell, column) => {
      const isStruck = form.struck.size > 0 && form.struck.has(`${columnName(column)}${at + 1}`);
      return isStruck && textOf(cell) !== "" ? `~~${textOf(cell)}~~` : textOf(cell);
    }),
  );
  const merged = spreadMerged(all.slice(0, maxSheetRows), sheet?.["!merges"] ?? []);
  const rows = merged
    .map((row) => row.filter((_, column) => column < maxColumns && !form.hiddenColumns.has(column)))
    .filter((_, at) => !form.hiddenRows.has(at));
  const headerRows =
    form.headerRows === undefined
      ? undefined
      : form.headerRows - Array.from(form.hiddenRows).filter((at) => at < (form.headerRows ?? 0)).length;
  return { rows, headerRows, warnings: warningsOf(all, sheet, form) };
}

function warningsOf(
  all: readonly string[][],
  sheet: WorkSheet | undefined,
  form: SheetForm,
): ReadingWarning[] {
  const isFilled = (row: readonly string[] | undefined) => row?.some((cell) => cell !== "") === true;
  const stated = /(\d+)$/.exec(String(sheet?.["!fullref"] ?? ""))?.[1];
  const past = all.slice(maxSheetRows).some(isFilled) ? Math.max(1, Number(stated ?? 0) - maxSheetRows) : 0;
  const width = all.reduce((most, row) => Math.max(most, row.findLastIndex((cell) => cell !== "") + 1), 0);
  const counts = {
    "hidden-rows": Array.from(form.hiddenRows).filter((at) => isFilled(all[at])).length,
    "hidden-columns": Array.from(form.hiddenColumns).filter(
      (at) => at < width && all.some((row) => (row[at] ?? "") !== ""),
    ).length,
    "rows-past-limit": past,
    "columns-past-limit": Math.max(0, width - maxColumns),
  };
  return Object.entries(counts).flatMap(([code, count]) =>
    count === 0 ? [] : [{ code: code as keyof typeof counts, count }],
  );
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

/** `AB` of 27. */
function columnName(at: number): string {
  return (at >= 26 ? columnName(Math.floor(at / 26) - 1) : "") + String.fromCharCode(65 + (at % 26));
}
