import { gridOf, type TableCell } from "../../blocks/table-grid.ts";
import type { Block } from "../../blocks/block.ts";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { tableBlocks } from "../../blocks/table-blocks.ts";
import type { HtmlNode } from "../html/html-node.ts";
import { readOpenDocument } from "./open-document.ts";
import { textOf } from "./read-archive.ts";
import { attributeOf, named, nameOf, readXml } from "./xml.ts";

/** The slides of an OpenDocument presentation (ODF 1.4 part 3), each a page: its title, its lines, its tables. */
export function parseOdp(bytes: Uint8Array): ParsedDocument {
  const content = readXml(textOf(readOpenDocument(bytes).get("content.xml")));
  const pages = named(content, "draw:page").map((page, at) => ({
    number: at + 1,
    blocks: slideBlocks(page),
  }));
  return { kind: "blocks", pages };
}

function slideBlocks(page: HtmlNode): Block[] {
  const frames = childrenOf(page).filter((child) => nameOf(child) !== "presentation:notes");
  const title = frames.find((frame) => attributeOf(frame, "presentation:class") === "title");
  const text = title === undefined ? "" : linesOf(title).join(" ");
  const heading: Block[] = text === "" ? [] : [{ kind: "heading", level: 1, text }];
  const others = frames.filter((frame) => frame !== title).flatMap(frameBlocks);
  return [...heading, ...others, { kind: "heading-end", level: 1 }];
}

function frameBlocks(frame: HtmlNode): Block[] {
  const tables = named(frame, "table:table");
  if (tables.length > 0) return tables.flatMap(tableOf);
  const rows = linesOf(frame);
  if (rows.length === 1) return [{ kind: "paragraph", text: rows.join("") }];
  return rows.length === 0 ? [] : [{ kind: "rows", rows }];
}

function tableOf(table: HtmlNode): Block[] {
  const rows = named(table, "table:table-row").map((row) => named(row, "table:table-cell").map(readCell));
  const headerRows = named(table, "table:table-header-rows").flatMap((header) =>
    named(header, "table:table-row"),
  ).length;
  return tableBlocks(gridOf(rows), headerRows === 0 ? {} : { headerRows });
}

function readCell(cell: HtmlNode): TableCell {
  const span = (name: string) => Math.max(1, Number(attributeOf(cell, `table:number-${name}-spanned`)) || 1);
  return { text: linesOf(cell).join(", "), columns: span("columns"), rows: span("rows") };
}

function linesOf(node: HtmlNode): string[] {
  return named(node, "text:p")
    .map((paragraph) => (paragraph.textContent ?? "").replaceAll(/\s+/g, " ").trim())
    .filter((line) => line !== "");
}

function childrenOf(node: HtmlNode): HtmlNode[] {
  return Array.from(node.childNodes).filter(({ nodeType }) => nodeType === 1);
}
