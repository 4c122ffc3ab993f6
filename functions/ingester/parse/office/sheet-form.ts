import { relationsOf } from "./relations.ts";
import { textOf } from "./read-archive.ts";
import { struckCells, struckStyles } from "./struck-cells.ts";

/** What a sheet's file says of its cells besides their values; rows and columns count from 0. */
export type SheetForm = {
  /** How many of its first rows are shown to be headers. */
  headerRows?: number;
  hiddenRows: ReadonlySet<number>;
  hiddenColumns: ReadonlySet<number>;
  /** Cells (`B2`) whose text is struck through. */
  struck: ReadonlySet<string>;
};

/** Whoever freezes more keeps something else in sight than headers. */
const mostFrozen = 6;
const mostColumns = 16_384;

export const plainForm: SheetForm = { hiddenRows: new Set(), hiddenColumns: new Set(), struck: new Set() };

/** The forms of an Excel file's sheets (ECMA-376 part 1, SpreadsheetML) by their names. By patterns, for a sheet may be as large as memory. */
export function sheetForms(parts: ReadonlyMap<string, Uint8Array>): Map<string, SheetForm> {
  const book = "xl/workbook.xml";
  const paths = new Map(relationsOf(parts, book).map(({ id, target }) => [id, target]));
  const styles = struckStyles(textOf(parts.get("xl/styles.xml")));
  const forms = new Map<string, SheetForm>();
  for (const [sheet] of textOf(parts.get(book)).matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)) {
    const path = paths.get(attributeIn(sheet, "\\w+:id")) ?? "";
    const xml = textOf(parts.get(path));
    const headerRows = headerRowsOf(xml) ?? tableHeader(parts, path);
    forms.set(unescape(attributeIn(sheet, "name")), {
      hiddenRows: hiddenRowsOf(xml),
      hiddenColumns: hiddenColumnsOf(xml),
      struck: struckCells(xml, styles),
      ...(headerRows === undefined ? {} : { headerRows }),
    });
  }
  return forms;
}

/** They are frozen, or the filter begins with the last of them. */
function headerRowsOf(xml: string): number | undefined {
  const pane = /<(?:\w+:)?pane\s[^>]*>/.exec(xml.slice(0, 10_000))?.[0] ?? "";
  const frozen = attributeIn(pane, "state").startsWith("frozen") ? Number(attributeIn(pane, "ySplit")) : 0;
  if (frozen > 0 && frozen <= mostFrozen) return frozen;
  return firstRowOf(/<(?:\w+:)?autoFilter\s[^>]*>/.exec(xml)?.[0] ?? "");
}

/** Where the sheet's only table begins. */
function tableHeader(parts: ReadonlyMap<string, Uint8Array>, path: string): number | undefined {
  const tables = relationsOf(parts, path).filter(({ type }) => type === "table");
  const table = tables.length === 1 ? textOf(parts.get(tables[0]?.target ?? "")) : "";
  return attributeIn(table, "headerRowCount") === "0" ? undefined : firstRowOf(table);
}

/** 3 of `ref="A3:D20"`. */
function firstRowOf(xml: string): number | undefined {
  const row = /^\$?[A-Z]+\$?(\d+)/.exec(attributeIn(xml, "ref"))?.[1];
  return row === undefined ? undefined : Number(row);
}

function hiddenRowsOf(xml: string): Set<number> {
  const rows = Array.from(xml.matchAll(/<(?:\w+:)?row\s[^>]*\shidden="(?:1|true)"[^>]*>/g), ([row]) => row);
  return new Set(rows.map((row) => Number(attributeIn(row, "r")) - 1));
}

function hiddenColumnsOf(xml: string): Set<number> {
  const columns = Array.from(
    xml.matchAll(/<(?:\w+:)?col\s[^>]*\shidden="(?:1|true)"[^>]*>/g),
    ([column]) => column,
  );
  return new Set(
    columns.flatMap((column) => {
      const first = Number(attributeIn(column, "min"));
      const last = Math.min(Number(attributeIn(column, "max")), mostColumns);
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first - 1 + at);
    }),
  );
}

function attributeIn(xml: string, name: string): string {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(xml)?.[1] ?? "";
}

function unescape(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
