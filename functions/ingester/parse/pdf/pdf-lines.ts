import { gapBetween, orderRuns } from "./order-runs.ts";
import { type PdfItem, placeOf } from "./pdf-item.ts";
import type { PlacedLine } from "./running-lines.ts";

type Cell = { text: string; start: number; end: number; last: PdfItem };
type PdfLine = { cells: Cell[]; height: number; y: number };

/** A gap this wide, in heights of its letters, parts cells: words stand closer together, also in justified text. */
const cellGap = 1.5;
const fewestRows = 3;
/** A row may leave out cells that the one above it has; its columns are those of this many lines above. */
const columnMemory = 8;

/** The runs of each line, as pdf.js ends lines. */
export function linesOf(items: readonly PdfItem[]): PdfItem[][] {
  const lines: PdfItem[][] = [[]];
  for (const item of items) {
    if (item.str !== "") lines.at(-1)?.push(item);
    if (item.hasEOL) lines.push([]);
  }
  return lines;
}

/**
 * The lines of a page as text. Where several lines in a row are parted by wide gaps at the same places they are a table: its
 * cells are parted by ` | `, and an empty one shows as `–`, so that a value stays with its column.
 */
export function textLines(runs: readonly (readonly PdfItem[])[]): PlacedLine[] {
  const lines = runs.map(lineOf);
  const texts: PlacedLine[] = [];
  for (let at = 0; at < lines.length;) {
    let end = at;
    while ((lines[end]?.cells.length ?? 0) > 1 && sharesColumns(lines.slice(at, end), lines[end])) end += 1;
    const run = lines.slice(at, end);
    if (run.length >= fewestRows) texts.push(...tableOf(run));
    else texts.push(...lines.slice(at, Math.max(end, at + 1)).map(plain));
    at = Math.max(end, at + 1);
  }
  return texts;
}

function lineOf(items: readonly PdfItem[]): PdfLine {
  const line: PdfLine = { cells: [], height: 0, y: 0 };
  for (const item of orderRuns(items)) {
    if (item.str.trim() === "") addSpace(line, item.str);
    else addItem(line, item);
  }
  return line;
}

function addItem(line: PdfLine, item: PdfItem): void {
  const { x, y } = placeOf(item);
  line.height = Math.max(line.height, item.height);
  line.y = y;
  const last = line.cells.at(-1);
  if (last === undefined || gapBetween(last.last, item) > cellGap * line.height) {
    line.cells.push({ text: item.str, start: x, end: x + item.width, last: item });
    return;
  }
  last.text += item.str;
  last.start = Math.min(last.start, x);
  last.end = Math.max(last.end, x + item.width);
  last.last = item;
}

function addSpace(line: PdfLine, space: string): void {
  const last = line.cells.at(-1);
  if (last !== undefined && !last.text.endsWith(" ")) last.text += space;
}

/** Whether cells of the line begin or end where some of the lines above do. */
function sharesColumns(above: readonly PdfLine[], line: PdfLine | undefined): boolean {
  if (above.length === 0 || line === undefined) return true;
  const near = line.height / 2;
  const columns = above.slice(-columnMemory).flatMap(({ cells }) => cells);
  const shared = line.cells.filter((cell) =>
    columns.some(({ start, end }) => Math.abs(start - cell.start) < near || Math.abs(end - cell.end) < near),
  );
  return shared.length >= Math.min(2, line.cells.length);
}

/** Columns are what the cells of all rows cover together, and a cell belongs to the one it stands in. */
function tableOf(rows: readonly PdfLine[]): PlacedLine[] {
  const columns: { start: number; end: number }[] = [];
  for (const { start, end } of rows.flatMap(({ cells }) => cells).toSorted((a, b) => a.start - b.start)) {
    const last = columns.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else columns.push({ start, end });
  }
  return rows.map(({ cells, y }) => {
    const texts = columns.map(({ start, end }) => {
      const own = cells.filter((cell) => cell.start >= start && cell.start <= end);
      return own.map(({ text }) => text.trim()).join(" ") || "–";
    });
    return { text: texts.join(" | "), y };
  });
}

function plain({ cells, y }: PdfLine): PlacedLine {
  const texts = cells.map(({ text }) => text.trim());
  return { text: texts.join(" ").trimEnd(), y };
}
