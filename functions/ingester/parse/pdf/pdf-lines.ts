/** What pdf.js tells of a run of text: `transform` holds the place of its lower left corner in [4] and [5], in points. */
export type PdfItem = {
  str: string;
  transform: readonly number[];
  width: number;
  height: number;
  hasEOL: boolean;
};

type Cell = { text: string; start: number; end: number };
type PdfLine = { cells: Cell[]; height: number; y: number };

/** A gap this wide, in heights of its letters, parts cells: words stand closer together, also in justified text. */
const cellGap = 1.5;
const fewestRows = 3;

/**
 * The lines of a page. Where several lines in a row are parted by wide gaps at the same places they are a table: its cells are
 * parted by ` | `, and an empty one shows as `–`, so that a value stays with its column.
 */
export function pdfLines(items: readonly PdfItem[]): string {
  const lines = linesOf(items);
  const texts: string[] = [];
  for (let at = 0; at < lines.length;) {
    let end = at;
    while ((lines[end]?.cells.length ?? 0) > 1 && sharesColumns(lines[end - 1], lines[end], end > at))
      end += 1;
    const run = lines.slice(at, end);
    if (run.length >= fewestRows) texts.push(...tableOf(run));
    else texts.push(...lines.slice(at, Math.max(end, at + 1)).map(plain));
    at = Math.max(end, at + 1);
  }
  return texts.join("\n");
}

function linesOf(items: readonly PdfItem[]): PdfLine[] {
  const lines: PdfLine[] = [{ cells: [], height: 0, y: 0 }];
  for (const { str, transform, width, height, hasEOL } of items) {
    const line = lines.at(-1);
    if (line === undefined) break;
    const start = transform[4] ?? 0;
    if (str.trim() !== "") addItem(line, { text: str, start, end: start + width }, height, transform[5] ?? 0);
    else if (str !== "" && line.cells.length > 0) addSpace(line, str);
    if (hasEOL) lines.push({ cells: [], height: 0, y: 0 });
  }
  return lines;
}

function addItem(line: PdfLine, item: Cell, height: number, y: number): void {
  line.height = Math.max(line.height, height);
  line.y = y;
  const last = line.cells.at(-1);
  const gap = last === undefined ? 0 : item.start - last.end;
  if (last === undefined || gap > cellGap * line.height) line.cells.push({ ...item });
  else {
    last.text += item.text;
    last.end = Math.max(last.end, item.end);
  }
}

function addSpace(line: PdfLine, space: string): void {
  const last = line.cells.at(-1);
  if (last !== undefined && !last.text.endsWith(" ")) last.text += space;
}

/** Whether some cells of the two lines begin or end at the same place. */
function sharesColumns(before: PdfLine | undefined, line: PdfLine | undefined, isInside: boolean): boolean {
  if (!isInside || before === undefined || line === undefined) return true;
  const near = line.height / 2;
  const shared = line.cells.filter((cell) =>
    before.cells.some(
      ({ start, end }) => Math.abs(start - cell.start) < near || Math.abs(end - cell.end) < near,
    ),
  );
  return shared.length >= Math.min(2, line.cells.length);
}

/** Columns are what the cells of all rows cover together, and a cell belongs to the one it stands in. */
function tableOf(rows: readonly PdfLine[]): string[] {
  const columns: { start: number; end: number }[] = [];
  for (const { start, end } of rows.flatMap(({ cells }) => cells).toSorted((a, b) => a.start - b.start)) {
    const last = columns.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else columns.push({ start, end });
  }
  return rows.map(({ cells }) =>
    columns
      .map(({ start, end }) => {
        const own = cells.filter((cell) => cell.start >= start && cell.start <= end);
        return own.map(({ text }) => text.trim()).join(" ") || "–";
      })
      .join(" | "),
  );
}

function plain({ cells }: PdfLine): string {
  return cells
    .map(({ text }) => text.trim())
    .join(" ")
    .trimEnd();
}
