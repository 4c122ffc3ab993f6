import type { HtmlNode } from "./html-node.ts";

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

/** The text of what stands in a line, with `<br>` as a line break; what a link leads to stays, for it may be the answer. */
export function htmlText(node: HtmlNode): string {
  return rawText(node)
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(/ ?\n ?/g, "\n")
    .trim();
}

export function isUnseen({ localName }: HtmlNode): boolean {
  return unseen.has(localName ?? "");
}

function rawText(node: HtmlNode): string {
  if (node.nodeType === textNode) return (node.textContent ?? "").replaceAll(/\s+/g, " ");
  if (node.nodeType !== elementNode || isUnseen(node)) return "";
  if (node.localName === "br") return "\n";
  if (node.localName === "img") return node.getAttribute?.("alt") ?? "";
  const text = Array.from(node.childNodes, rawText).join(isParted(node) ? " " : "");
  return node.localName === "a" ? withTarget(text, node.getAttribute?.("href") ?? "") : text;
}

/** Blocks inside a line's text (a paragraph in a cell) must not run into each other. */
function isParted({ localName, children }: HtmlNode): boolean {
  const blocks = ["p", "div", "li"];
  return (
    localName !== "a" && Array.from(children ?? []).some((child) => blocks.includes(child.localName ?? ""))
  );
}

function withTarget(text: string, target: string): string {
  const shown = target.replace(/^(?:mailto|tel):/, "");
  if (!/^(?:https?:|mailto:|tel:)/.test(target) || text.includes(shown)) return text;
  return text.trim() === "" ? shown : `${text} (${shown})`;
}
