import type { HtmlDocument, HtmlNode } from "./html-node.ts";
import { elementsIn } from "./html-node.ts";

const hiding = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9]))/i;
/** Names of elements that a button or a link on the page shows. */
const openers = ["aria-controls", "data-target", "data-bs-target", "href"];

/**
 * Takes out what the page says is not shown, by its own attributes; resolves to how many pieces of text that were. What a
 * button opens (an answer that folds out, a tab) is text for whoever reads the page.
 */
export function removeHidden(document: HtmlDocument): number {
  const unseen = elementsIn(document, "[hidden],[style]").filter(isHidden);
  const hidden = unseen.filter((node) => !isOpened(document, node));
  // Shown, for Readability would leave it out.
  for (const node of unseen) for (const name of ["hidden", "style"]) node.removeAttribute?.(name);
  let count = 0;
  for (const node of hidden) {
    if (isIn(node, hidden)) continue;
    if (/[\p{L}\p{N}]/u.test(node.textContent ?? "")) count += 1;
    node.remove();
  }
  return count;
}

function isHidden(node: HtmlNode): boolean {
  const attribute = node.getAttribute?.("hidden");
  return (attribute ?? undefined) !== undefined || hiding.test(node.getAttribute?.("style") ?? "");
}

function isOpened(document: HtmlDocument, node: HtmlNode): boolean {
  if (node.getAttribute?.("role") === "tabpanel") return true;
  const id = node.getAttribute?.("id") ?? "";
  if (!/^[\w:.-]+$/.test(id)) return false;
  return openers.some(
    (name) => document.querySelector(`[${name}="${name === "aria-controls" ? "" : "#"}${id}"]`) !== null,
  );
}

function isIn(node: HtmlNode, others: readonly HtmlNode[]): boolean {
  const around = node.parentNode;
  return around !== null && around !== undefined && (others.includes(around) || isIn(around, others));
}
