import type { Block } from "../../blocks/block.ts";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { elementsIn, type HtmlNode } from "../html/html-node.ts";
import { readArchive, textOf } from "./read-archive.ts";
import { tableBlocks } from "../../blocks/table-blocks.ts";

const wanted = /^ppt\/(?:presentation\.xml|_rels\/presentation\.xml\.rels|slides\/[^/]+\.xml)$/;

/**
 * The slides of a PowerPoint file (ECMA-376 part 1, PresentationML), each a page: its title, its lines, its tables. Speaker notes are left out, for
 * they were not written for customers.
 */
export async function parsePptx(bytes: Uint8Array): Promise<ParsedDocument> {
  const { DOMParser } = await import("linkedom");
  const readXml = (xml: string) => new DOMParser().parseFromString(xml, "text/xml") as unknown as HtmlNode;
  const parts = readArchive(bytes, (name) => wanted.test(name));
  const targets = new Map(
    elementsIn(readXml(textOf(parts.get("ppt/_rels/presentation.xml.rels"))), "Relationship").map((link) => [
      link.getAttribute?.("Id") ?? "",
      `ppt/${(link.getAttribute?.("Target") ?? "").replace(/^\/ppt\//, "")}`,
    ]),
  );
  const order = named(readXml(textOf(parts.get("ppt/presentation.xml"))), "p:sldId").map(
    (slide) => targets.get(slide.getAttribute?.("r:id") ?? "") ?? "",
  );
  const names = order.filter((name) => parts.has(name));
  const pages = names.map((name, index) => ({
    number: index + 1,
    blocks: slideBlocks(readXml(textOf(parts.get(name)))),
  }));
  return { kind: "blocks", pages };
}

function slideBlocks(slide: HtmlNode): Block[] {
  const shapes = named(slide, "p:sp");
  const title = shapes.find(isTitle);
  const text = title === undefined ? "" : linesOf(title).join(" ");
  const heading: Block[] = text === "" ? [] : [{ kind: "heading", level: 1, text }];
  const lines = shapes
    .filter((shape) => shape !== title)
    .map(linesOf)
    .filter((rows) => rows.length > 0);
  const tables = named(slide, "a:tbl").map((table) =>
    named(table, "a:tr").map((row) => named(row, "a:tc").map((cell) => linesOf(cell).join(", "))),
  );
  return [...heading, ...lines.map(shapeBlock), ...tables.flatMap(tableBlocks)];
}

function shapeBlock(rows: string[]): Block {
  return rows.length === 1 ? { kind: "paragraph", text: rows.join("") } : { kind: "rows", rows };
}

function isTitle(shape: HtmlNode): boolean {
  return named(shape, "p:ph").some((holder) =>
    /^(?:title|ctrTitle)$/.test(holder.getAttribute?.("type") ?? ""),
  );
}

function linesOf(node: HtmlNode): string[] {
  return named(node, "a:p")
    .map((paragraph) =>
      named(paragraph, "a:t")
        .map((run) => run.textContent ?? "")
        .join("")
        .trim(),
    )
    .filter((line) => line !== "");
}

/** By a walk: selectors have no prefixes. */
function named(node: HtmlNode, name: string): HtmlNode[] {
  return Array.from(node.childNodes).flatMap((child) => [
    ...(child.nodeType === 1 && nameOf(child) === name ? [child] : []),
    ...named(child, name),
  ]);
}

function nameOf(node: HtmlNode): string {
  return (node as { tagName?: string }).tagName ?? node.localName ?? "";
}
