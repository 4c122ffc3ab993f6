import type { Block } from "../../blocks/block.ts";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { gridOf, type TableCell } from "../../blocks/table-grid.ts";
import { chartBlocks } from "./chart-table.ts";
import type { HtmlNode } from "../html/html-node.ts";
import { readArchive, textOf } from "./read-archive.ts";
import { relationsOf } from "./relations.ts";
import { attributeOf, named, readXml } from "./xml.ts";
import { tableBlocks } from "../../blocks/table-blocks.ts";

const wanted =
  /^ppt\/(?:presentation|(?:_rels\/|slides\/|slides\/_rels\/|charts\/|notesSlides\/)[^/]+)\.(?:xml|rels)$/;

/**
 * The slides of a PowerPoint file (ECMA-376 part 1, PresentationML), each a page: its title,
 * its lines, its tables, the numbers of its charts, its notes.
 */
export async function parsePptx(bytes: Uint8Array): Promise<ParsedDocument> {
  const parts = readArchive(bytes, (name) => wanted.test(name));
  const book = "ppt/presentation.xml";
  const targets = new Map(relationsOf(parts, book).map(({ id, target }) => [id, target]));
  const order = named(readXml(textOf(parts.get(book))), "p:sldId").map(
    (slide) => targets.get(attributeOf(slide, "r:id")) ?? "",
  );
  const names = order.filter((name) => parts.has(name));
  const pages = names.map((name, index) => ({
    number: index + 1,
    blocks: slideBlocks(parts, name),
  }));
  return { kind: "blocks", pages };
}

function slideBlocks(parts: ReadonlyMap<string, Uint8Array>, name: string): Block[] {
  const slide = readXml(textOf(parts.get(name)));
  const shapes = named(slide, "p:sp");
  const title = shapes.find(isTitle);
  const text = title === undefined ? "" : linesOf(title).join(" ");
  const heading: Block[] = text === "" ? [] : [{ kind: "heading", level: 1, text }];
  const lines = shapes
    .filter((shape) => shape !== title)
    .map(linesOf)
    .filter((rows) => rows.length > 0);
  const partsOf = (type: string) =>
    relationsOf(parts, name)
      .filter((relation) => relation.type === type)
      .map(({ target }) => readXml(textOf(parts.get(target))));
  return [
    ...heading,
    ...lines.map(shapeBlock),
    ...named(slide, "a:tbl").flatMap(tableOf),
    ...partsOf("chart").flatMap(chartBlocks),
    ...partsOf("notesSlide").flatMap(notesBlocks),
    { kind: "heading-end", level: 1 },
  ];
}

/** Not the slide's picture and number, which its notes carry too. */
function notesBlocks(notes: HtmlNode): Block[] {
  const shapes = named(notes, "p:sp").filter((shape) => placeOf(shape) === "body");
  return shapes
    .map(linesOf)
    .filter((rows) => rows.length > 0)
    .map(shapeBlock);
}

function tableOf(table: HtmlNode): Block[] {
  const rows = named(table, "a:tr").map((row) => named(row, "a:tc").filter(isCell).map(readCell));
  const hasHeader = named(table, "a:tblPr").some((form) =>
    /^(?:1|true)$/.test(attributeOf(form, "firstRow")),
  );
  return tableBlocks(gridOf(rows), hasHeader ? { headerRows: 1 } : {});
}

/** Not what a merged cell covers. */
function isCell(cell: HtmlNode): boolean {
  return !["hMerge", "vMerge"].some((name) => /^(?:1|true)$/.test(attributeOf(cell, name)));
}

function readCell(cell: HtmlNode): TableCell {
  const span = (name: string) => Math.max(1, Number(attributeOf(cell, name)) || 1);
  return { text: linesOf(cell).join(", "), columns: span("gridSpan"), rows: span("rowSpan") };
}

function shapeBlock(rows: string[]): Block {
  return rows.length === 1 ? { kind: "paragraph", text: rows.join("") } : { kind: "rows", rows };
}

function isTitle(shape: HtmlNode): boolean {
  return /^(?:title|ctrTitle)$/.test(placeOf(shape));
}

function placeOf(shape: HtmlNode): string {
  return named(shape, "p:ph").map((holder) => attributeOf(holder, "type"))[0] ?? "";
}

function linesOf(node: HtmlNode): string[] {
  return named(node, "a:p")
    .map((paragraph) => named(paragraph, "a:r").map(runText).join("").trim())
    .filter((line) => line !== "");
}

function runText(run: HtmlNode): string {
  const text = named(run, "a:t")
    .map((part) => part.textContent ?? "")
    .join("");
  const isStruck = named(run, "a:rPr").some((form) =>
    /^(?:sng|dbl)Strike$/.test(attributeOf(form, "strike")),
  );
  return isStruck && text.trim() !== "" ? `~~${text.trim()}~~` : text;
}
