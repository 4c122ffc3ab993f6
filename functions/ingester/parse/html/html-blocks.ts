import { type Block, QUESTION_LEVEL } from "../../blocks/block.ts";
import { isQuestion } from "../../blocks/line-shape.ts";
import { blockNames, elementsIn, headingLevelOf, type HtmlNode } from "./html-node.ts";
import { htmlLine, htmlText, isUnseen, joinParts } from "./html-text.ts";
import { readHtmlTable } from "./html-table.ts";
import { tableBlocks } from "../../blocks/table-blocks.ts";

const sections = new Set("section article aside details dl td th li blockquote fieldset".split(" "));
/** Deeper nesting is not a page that somebody wrote. */
const deepest = 200;

/** The blocks of HTML in reading order: headings, paragraphs, lists, tables; a question and what folds out below it belong together. */
export function htmlBlocks(root: HtmlNode): Block[] {
  const blocks: Block[] = [];
  walk(root, blocks, 0);
  return blocks;
}

function walk(node: HtmlNode, blocks: Block[], depth: number): void {
  let line: HtmlNode[] = [];
  const endLine = () => {
    addText(blocks, joinParts(line, inlineText).replaceAll(/ *\n */g, "\n"));
    line = [];
  };
  for (const child of Array.from(node.childNodes)) {
    if (isUnseen(child)) continue;
    if (depth < deepest && isBlock(child)) {
      endLine();
      addElement(child, blocks, depth + 1);
    } else line.push(child);
  }
  endLine();
}

/** With the space at its ends, for it stands beside others in its line. */
function inlineText(node: HtmlNode): string {
  if (node.localName === "br") return "\n";
  const raw = node.textContent ?? "";
  return `${/^\s/.test(raw) ? " " : ""}${node.nodeType === 3 ? raw.replaceAll(/\s+/g, " ").trim() : htmlText(node)}${/\s$/.test(raw) ? " " : ""}`;
}

/** An inline element around blocks (`<a><div>`) counts as one. */
function isBlock(node: HtmlNode): boolean {
  if (node.nodeType !== 1) return false;
  return blockNames.has(node.localName ?? "") || Array.from(node.children ?? []).some(isBlock);
}

function addElement(node: HtmlNode, blocks: Block[], depth: number): void {
  const name = node.localName ?? "";
  const level = headingLevelOf(node);
  if (level !== undefined) addHeading(blocks, level, htmlText(node));
  else if (name === "summary" || name === "dt") addHeading(blocks, QUESTION_LEVEL, htmlText(node));
  else if (name === "table") addTable(node, blocks, depth);
  else if (name === "ul" || name === "ol") addList(node, blocks, depth);
  else if (name === "pre") addRows(blocks, (node.textContent ?? "").split("\n"));
  else if (sections.has(name)) addSection(node, blocks, depth);
  else walk(node, blocks, depth);
}

/** What is headed inside a section ends with it. One that holds nothing but headings heads what comes after it. */
function addSection(node: HtmlNode, blocks: Block[], depth: number): void {
  const inside: Block[] = [];
  walk(node, inside, depth);
  blocks.push(...inside);
  const levels = inside.flatMap((block) => (block.kind === "heading" ? [block.level] : []));
  if (levels.length === 0 || inside.every(({ kind }) => kind === "heading")) return;
  blocks.push({ kind: "heading-end", level: Math.min(...levels) });
}

function addHeading(blocks: Block[], level: number, text: string): void {
  if (text !== "") blocks.push({ kind: "heading", level, text: text.replaceAll("\n", " ") });
}

function addText(blocks: Block[], text: string): void {
  const trimmed = text.trim();
  if (trimmed === "") return;
  if (isQuestion(trimmed)) addHeading(blocks, QUESTION_LEVEL, trimmed);
  else blocks.push({ kind: "paragraph", text: trimmed });
}

function addRows(blocks: Block[], lines: readonly string[]): void {
  const rows = lines.map((row) => row.trimEnd()).filter((row) => row.trim() !== "");
  if (rows.length > 0) blocks.push({ kind: "rows", rows });
}

/** A list of headings and paragraphs is a page's layout, not a list. */
function addList(node: HtmlNode, blocks: Block[], depth: number): void {
  if (elementsIn(node, "h1,h2,h3,h4,h5,h6,table,dl,details").length > 0) return walk(node, blocks, depth);
  const items = Array.from(node.children ?? []).map((item, at) => {
    const mark = node.localName === "ol" ? `${at + 1}.` : "-";
    return `${mark} ${htmlLine(item)}`;
  });
  addRows(
    blocks,
    items.filter((item) => !/^(?:-|\d+\.) $/.test(item)),
  );
}

function addTable(node: HtmlNode, blocks: Block[], depth: number): void {
  const table = readHtmlTable(node);
  if (table === undefined) return walk(node, blocks, depth);
  const caption = Array.from(node.children ?? []).find(({ localName }) => localName === "caption");
  if (caption !== undefined) addText(blocks, htmlText(caption));
  blocks.push(...tableBlocks(table.rows, table.form));
}
