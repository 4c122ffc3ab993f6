import { relationsOf } from "./relations.ts";
import { textOf } from "./read-archive.ts";

/** Whoever freezes more keeps something else in sight than headers. */
const mostFrozen = 6;

/**
 * By a sheet's name, how many of its first rows an Excel file (ECMA-376 part 1, SpreadsheetML) shows to be headers: it freezes
 * them, or a table or its filter begins with the last of them. By patterns, for a sheet may be as large as memory.
 */
export function sheetHeaders(parts: ReadonlyMap<string, Uint8Array>): Map<string, number> {
  const book = "xl/workbook.xml";
  const paths = new Map(relationsOf(parts, book).map(({ id, target }) => [id, target]));
  const sheets = textOf(parts.get(book)).matchAll(/<(?:\w+:)?sheet\s[^>]*>/g);
  const headers = new Map<string, number>();
  for (const [sheet] of sheets) {
    const path = paths.get(attributeIn(sheet, "[\\w]+:id")) ?? "";
    const rows = headerRowsOf(parts, path);
    if (rows !== undefined) headers.set(attributeIn(sheet, "name"), rows);
  }
  return headers;
}

function headerRowsOf(parts: ReadonlyMap<string, Uint8Array>, path: string): number | undefined {
  const xml = textOf(parts.get(path));
  const pane = /<(?:\w+:)?pane\s[^>]*>/.exec(xml.slice(0, 10_000))?.[0] ?? "";
  const frozen = /frozen/.test(attributeIn(pane, "state")) ? Number(attributeIn(pane, "ySplit")) : 0;
  if (frozen > 0 && frozen <= mostFrozen) return frozen;
  const filter = /<(?:\w+:)?autoFilter\s[^>]*>/.exec(xml)?.[0] ?? "";
  const tables = relationsOf(parts, path).filter(({ type }) => type === "table");
  const table = tables.length === 1 ? textOf(parts.get(tables[0]?.target ?? "")) : "";
  const hasHeader = attributeIn(table, "headerRowCount") !== "0";
  return firstRowOf(filter) ?? (hasHeader ? firstRowOf(table) : undefined);
}

/** 3 of `ref="A3:D20"`. */
function firstRowOf(xml: string): number | undefined {
  const row = /^\$?[A-Z]+\$?(\d+)/.exec(attributeIn(xml, "ref"))?.[1];
  return row === undefined ? undefined : Number(row);
}

function attributeIn(xml: string, name: string): string {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(xml)?.[1] ?? "";
}
