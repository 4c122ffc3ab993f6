import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import type { Block } from "../../blocks/block.ts";
import { removeHidden } from "./hidden-elements.ts";
import { structuredQuestions } from "./structured-questions.ts";
import { htmlBlocks } from "./html-blocks.ts";
import { elementsIn, keepForms, type HtmlDocument, type HtmlNode, readHtml } from "./html-node.ts";

const boilerplate =
  "nav,body>header,body>footer,aside,form,[role=navigation],[role=banner],[role=contentinfo],[aria-hidden=true]";
/** Of a page that is mostly an article Readability leaves this much; where it leaves less it has dropped the content. */
const leastShare = 0.4;

/** Reads the main content of a web page, without its menus, headers and footers, by Readability. */
export async function parseHtml(html: string): Promise<ParsedDocument> {
  const document = readHtml(html);
  const title = document.title.trim();
  keepForms(document);
  const hidden = removeHidden(document);
  // First, for of a small page Readability keeps the menu too.
  const plain = withoutBoilerplate(document);
  const article = await readArticle(document.cloneNode(true));
  const root = article !== undefined && lengthOf(article) >= leastShare * lengthOf(plain) ? article : plain;
  const blocks = htmlBlocks(root);
  return {
    kind: "blocks",
    pages: [{ blocks: [...withTitle(blocks, title), ...structuredQuestions(html, blocks)] }],
    ...(hidden === 0 ? {} : { warnings: [{ code: "hidden-text" as const, count: hidden }] }),
  };
}

async function readArticle(document: HtmlDocument): Promise<HtmlNode | undefined> {
  const { Readability } = await import("@mozilla/readability");
  // Typed for browsers; any DOM does.
  const reader = new Readability(document as unknown as ConstructorParameters<typeof Readability>[0], {
    charThreshold: 200,
    maxElemsToParse: 50_000,
  });
  try {
    const content = reader.parse()?.content;
    return content === null || content === undefined ? undefined : readHtml(content).body;
  } catch {
    // A page that it cannot take apart is read whole.
    return undefined;
  }
}

function withoutBoilerplate(document: HtmlDocument): HtmlNode {
  for (const node of elementsIn(document, boilerplate)) node.remove();
  return document.querySelector("main") ?? document.body;
}

function lengthOf(node: HtmlNode): number {
  return (node.textContent ?? "").replaceAll(/\s+/g, " ").trim().length;
}

/** The page's title heads what has no first heading of its own. */
function withTitle(blocks: Block[], title: string): Block[] {
  const hasOwn = blocks.some((block) => block.kind === "heading" && block.level === 1);
  return title === "" || hasOwn || blocks.length === 0
    ? blocks
    : [{ kind: "heading", level: 1, text: title }, ...blocks];
}
