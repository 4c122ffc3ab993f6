import { escapeHtml } from "../html/clean-html.ts";

/** How a cell's edges join it to its neighbours. */
export type CellJoin = "none" | "left" | "above";
type Cell = { html: string; columns: number; rows: number };
type Row = { cells: (Cell | undefined)[]; isHeader: boolean };

/** Puts paragraphs and the cells of tables together to a page of HTML. */
export type RtfPage = {
  text(text: string, isStruck: boolean): void;
  lineBreak(): void;
  /** Ends the paragraph; `level` from 1 where it is a heading. */
  endParagraph(level: number | undefined, isInTable: boolean): void;
  endCell(): void;
  endRow(joins: readonly CellJoin[], isHeader: boolean): void;
  html(): string;
};

export function createRtfPage(): RtfPage {
  const page: string[] = [];
  let line = "";
  let cells: string[] = [];
  let rows: Row[] = [];

  function endTable(): void {
    if (rows.length > 0) page.push(`<table>${rows.map(rowHtml).join("")}</table>`);
    rows = [];
  }
  return {
    text(text, isStruck) {
      line += isStruck ? `<s>${escapeHtml(text)}</s>` : escapeHtml(text);
    },
    lineBreak() {
      line += "<br>";
    },
    endParagraph(level, isInTable) {
      if (isInTable) line += "<br>";
      else {
        endTable();
        const tag = level === undefined ? "p" : `h${Math.min(level, 6)}`;
        page.push(`<${tag}>${line}</${tag}>`);
        line = "";
      }
    },
    endCell() {
      cells.push(line);
      line = "";
    },
    endRow(joins, isHeader) {
      rows.push({ cells: joined(cells, joins, rows.at(-1)), isHeader });
      cells = [];
    },
    html() {
      endTable();
      return [...page, `<p>${line}</p>`].join("\n");
    },
  };
}

/** Undefined where a cell goes on with the one at its left or above it, which takes its place. */
function joined(texts: readonly string[], joins: readonly CellJoin[], above: Row | undefined): Row["cells"] {
  const cells: Row["cells"] = [];
  texts.forEach((html, at) => {
    const before = joins[at] === "left" ? cells.findLast((cell) => cell !== undefined) : undefined;
    const over = joins[at] === "above" ? above?.cells[at] : undefined;
    if (before !== undefined) before.columns += 1;
    if (over !== undefined) over.rows += 1;
    cells.push(before === undefined ? (over ?? { html, columns: 1, rows: 1 }) : undefined);
  });
  return cells;
}

function rowHtml({ cells, isHeader }: Row, at: number, rows: readonly Row[]): string {
  const tag = isHeader ? "th" : "td";
  const above = rows[at - 1]?.cells ?? [];
  const own = cells.filter((cell) => cell !== undefined && !above.includes(cell));
  const html = own.map(
    (cell) => `<${tag} colspan=${cell?.columns ?? 1} rowspan=${cell?.rows ?? 1}>${cell?.html ?? ""}</${tag}>`,
  );
  return `<tr>${html.join("")}</tr>`;
}
