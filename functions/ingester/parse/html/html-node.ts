import { parseHTML } from "linkedom";
import { cleanHtml } from "./clean-html.ts";

/** What we use of a DOM node: the library's own types need the browser's. */
export type HtmlNode = {
  readonly nodeType: number;
  /** Lower case in HTML. */
  readonly localName?: string | null;
  readonly textContent: string | null;
  readonly parentNode?: HtmlNode | null;
  readonly childNodes: ArrayLike<HtmlNode>;
  readonly children?: ArrayLike<HtmlNode>;
  getAttribute?(name: string): string | null;
  querySelectorAll?(selector: string): ArrayLike<HtmlNode>;
  removeAttribute?(name: string): void;
  setAttribute?(name: string, value: string): void;
  remove(): void;
};

export type HtmlDocument = HtmlNode & {
  readonly body: HtmlNode;
  readonly title: string;
  querySelector(selector: string): HtmlNode | null;
  querySelectorAll(selector: string): ArrayLike<HtmlNode>;
  cloneNode(deep: boolean): HtmlDocument;
};

/** Elements whose text stands on lines of its own. */
export const blockNames: ReadonlySet<string> = new Set(
  "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol optgroup option p pre section summary table tbody td tfoot th thead tr ul".split(
    " ",
  ),
);

/** Reads HTML, or a fragment of it; scripts are not run and nothing is fetched. */
export function readHtml(html: string): HtmlDocument {
  const { document } = parseHTML(cleanHtml(html));
  return document as unknown as HtmlDocument;
}

const levelMark = "data-heading-level";

const struckMark = "data-struck";

/** Notes on elements what Readability takes off: how deep a heading is, and a style that strikes text through. */
export function keepForms(document: HtmlDocument): void {
  for (const node of elementsIn(document, "[style]")) {
    if (/\bline-through\b/.test(node.getAttribute?.("style") ?? "")) node.setAttribute?.(struckMark, "");
  }
  for (const heading of elementsIn(document, "h1,h2,h3,h4,h5,h6")) {
    heading.setAttribute?.(levelMark, (heading.localName ?? "").slice(1));
  }
}

/** 1 to 6; undefined of what is no heading. */
export function headingLevelOf(node: HtmlNode): number | undefined {
  const level = /^h([1-6])$/.exec(node.localName ?? "")?.[1];
  if (level === undefined) return undefined;
  return Number(/^[1-6]$/.exec(node.getAttribute?.(levelMark) ?? "")?.[0] ?? level);
}

export function isStruck(node: HtmlNode): boolean {
  const mark = node.getAttribute?.(struckMark) ?? undefined;
  return mark !== undefined || /^(?:s|strike|del)$/.test(node.localName ?? "");
}

export function elementsIn(node: HtmlNode, selector: string): HtmlNode[] {
  return Array.from(node.querySelectorAll?.(selector) ?? []);
}
