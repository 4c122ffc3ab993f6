import { DOMParser } from "linkedom";
import type { HtmlNode } from "../html/html-node.ts";

/** Reads a part of an Office file. */
export function readXml(xml: string): HtmlNode {
  return new DOMParser().parseFromString(xml, "text/xml") as unknown as HtmlNode;
}

/** All elements of this prefixed name below a node, in their order. By a walk: selectors have no prefixes. */
export function named(node: HtmlNode, name: string): HtmlNode[] {
  return Array.from(node.childNodes).flatMap((child) => [
    ...(child.nodeType === 1 && nameOf(child) === name ? [child] : []),
    ...named(child, name),
  ]);
}

/** With its prefix. */
export function nameOf(node: HtmlNode): string {
  return (node as { tagName?: string }).tagName ?? node.localName ?? "";
}

export function attributeOf(node: HtmlNode, name: string): string {
  return node.getAttribute?.(name) ?? "";
}
