import { gridOf, type TableCell } from "../../blocks/table-grid.ts";
import type { TableForm } from "../../blocks/table-header.ts";
import { elementsIn, type HtmlNode } from "./html-node.ts";
import { htmlLine } from "./html-text.ts";

export type HtmlTable = { rows: string[][]; form: TableForm };

/** A table's cells and what its markup says of its headers; undefined of one that only lays out a page. */
export function readHtmlTable(table: HtmlNode): HtmlTable | undefined {
  const rows = rowsOf(table);
  if (isLayout(table, rows)) return undefined;
  const cells = rows.map((row) => cellsOf(row).map(readCell));
  return { rows: gridOf(cells), form: formOf(rows) };
}

/** With one column, or with tables, or headings over more in its cells, and none that is a header. */
function isLayout(table: HtmlNode, rows: readonly HtmlNode[]): boolean {
  if (/^(?:presentation|none)$/.test(table.getAttribute?.("role") ?? "")) return true;
  if (rows.every((row) => cellsOf(row).length < 2)) return true;
  const hasHeaders = rows.some((row) => cellsOf(row).some(isHeader));
  if (hasHeaders) return false;
  return elementsIn(table, "table").length > 0 || rows.some((row) => cellsOf(row).some(isPage));
}

/** A cell whose heading has something under it. */
function isPage(cell: HtmlNode): boolean {
  const [heading] = elementsIn(cell, "h1,h2,h3,h4,h5,h6");
  return heading !== undefined && htmlLine(heading) !== htmlLine(cell);
}

/** Its own rows, not those of tables inside. */
function rowsOf(node: HtmlNode): HtmlNode[] {
  return childrenOf(node).flatMap((child) => {
    if (child.localName === "tr") return [child];
    return /^(?:thead|tbody|tfoot)$/.test(child.localName ?? "") ? rowsOf(child) : [];
  });
}

function formOf(rows: readonly HtmlNode[]): TableForm {
  const first = rows.findIndex((row) => !isHeaderRow(row));
  const headerRows = first === -1 ? 0 : first;
  if (headerRows > 0) return { headerRows };
  const hasRowHeaders = rows.every((row) => cellsOf(row).length < 2 || isHeader(cellsOf(row)[0]));
  return hasRowHeaders ? { hasRowHeaders } : {};
}

function isHeaderRow(row: HtmlNode): boolean {
  const cells = cellsOf(row);
  return row.parentNode?.localName === "thead" || (cells.length > 0 && cells.every(isHeader));
}

function isHeader(cell: HtmlNode | undefined): boolean {
  return cell?.localName === "th";
}

function cellsOf(row: HtmlNode): HtmlNode[] {
  return childrenOf(row).filter(({ localName }) => localName === "td" || localName === "th");
}

function readCell(cell: HtmlNode): TableCell {
  return { text: htmlLine(cell), columns: spanOf(cell, "colspan"), rows: spanOf(cell, "rowspan") };
}

function spanOf(cell: HtmlNode, name: string): number {
  const span = Number.parseInt(cell.getAttribute?.(name) ?? "", 10);
  return span === 0 && name === "rowspan" ? Infinity : Math.max(1, Number.isNaN(span) ? 1 : span);
}

function childrenOf(node: HtmlNode): HtmlNode[] {
  return Array.from(node.children ?? []);
}
