import { blockNames, isStruck, type HtmlNode } from "./html-node.ts";

const textNode = 3;
const elementNode = 1;
const unseen = new Set([
  "script",
  "style",
  "noscript",
  "template",
  "svg",
  "iframe",
  "head",
  "button",
  "select",
]);
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The text of what stands in a line, with `<br>` as a line break; what a link leads to stays, for it may be the answer. */
export function htmlText(node: HtmlNode): string {
  return rawText(node)
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(/ ?\n[ \n]*/g, "\n")
    .trim();
}

/** The same on one line; numbers that stood on lines of their own do not become one. */
export function htmlLine(node: HtmlNode): string {
  return htmlText(node)
    .replaceAll(/(?<=\d)\n(?=\d)/g, ", ")
    .replaceAll("\n", " ");
}

export function isUnseen({ localName }: HtmlNode): boolean {
  return unseen.has(localName ?? "");
}

function rawText(node: HtmlNode): string {
  if (node.nodeType === textNode) return (node.textContent ?? "").replaceAll(/\s+/g, " ");
  if (node.nodeType !== elementNode || isUnseen(node)) return "";
  const name = node.localName ?? "";
  if (name === "br") return "\n";
  if (name === "img") return node.getAttribute?.("alt") ?? "";
  const text = joinParts(Array.from(node.childNodes));
  if (name === "a") return withTarget(text, node.getAttribute?.("href") ?? "");
  if (name === "sup") return raised(text);
  if (isStruck(node)) return struck(text);
  if (name === "td" || name === "th") return `${text} \n`;
  return blockNames.has(name) ? `\n${text}\n` : text;
}

/** What stands side by side, as the page shows it: elements that are not words of one text must not run into each other. */
export function joinParts(nodes: readonly HtmlNode[], read = rawText): string {
  let joined = "";
  nodes.forEach((node, at) => {
    const text = read(node);
    const isParted = isSpan(node) && isSpan(nodes[at - 1]) && !isOneWord(joined, text);
    joined += isParted && text !== "" && joined !== "" ? ` ${text}` : text;
  });
  return joined;
}

function isSpan(node: HtmlNode | undefined): boolean {
  return node?.localName === "span";
}

/** A word that was parted for its looks (`<span>H</span><span>ello</span>`), or a mark at the end of one. */
function isOneWord(before: string, after: string): boolean {
  return (
    (/\p{L}$/u.test(before) && /^\p{Ll}/u.test(after)) ||
    /^[\s.,;:!?%)\]’'-]/u.test(after) ||
    /[\s([]$/u.test(before)
  );
}

/** `450<sup>1</sup>` is not 4501. */
function raised(text: string): string {
  return /^\s*\d+\s*$/.test(text)
    ? text.trim().replaceAll(/\d/g, (digit) => superscripts[Number(digit)] ?? digit)
    : text;
}

/** Marked as Markdown marks it: an old price is not a price. */
function struck(text: string): string {
  return text.replace(/^(\s*)(\S(?:[\s\S]*\S)?)(\s*)$/u, "$1~~$2~~$3");
}

function withTarget(text: string, target: string): string {
  const shown = target.replace(/^(?:mailto|tel):/, "");
  if (!/^(?:https?:|mailto:|tel:)/.test(target) || text.includes(shown)) return text;
  return text.trim() === "" ? shown : `${text} (${shown})`;
}
