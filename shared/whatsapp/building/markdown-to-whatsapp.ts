import { type MarkedToken, marked, type Token, type Tokens } from "marked";

/** The mark that WhatsApp puts on both sides of a text. */
type Mark = "*" | "_" | "~";

/**
 * Markdown, as language models write it, in WhatsApp's own marks: *bold*, _italic_, ~struck~, `code`, lists, quotes.
 * Headings become bold lines, links show their address, tables become lines of cells. Plain text stays as it is.
 */
export function markdownToWhatsApp(markdown: string): string {
  return renderBlocks(marked.lexer(markdown, { gfm: true, breaks: true })).trim();
}

function renderBlocks(tokens: readonly Token[]): string {
  return tokens
    .map((token) => renderBlock(token as MarkedToken))
    .filter((block) => block.trim() !== "")
    .join("\n\n");
}

function renderBlock(token: MarkedToken): string {
  switch (token.type) {
    case "heading":
      return marks("*", renderInline(token.tokens, ["*"]));
    case "paragraph":
      return renderInline(token.tokens);
    case "text":
      return token.tokens === undefined ? token.text : renderInline(token.tokens);
    case "list":
      return renderList(token);
    case "blockquote":
      return prefixLines(renderBlocks(token.tokens), "> ");
    case "code":
      return `\`\`\`${token.text}\`\`\``;
    case "table":
      return renderTable(token);
    case "html":
      return token.text.trim();
    case "space":
    case "hr":
    case "def":
      return "";
    case "br":
    case "checkbox":
    case "codespan":
    case "del":
    case "em":
    case "escape":
    case "image":
    case "link":
    case "list_item":
    case "strong":
      return renderSpan(token, []);
  }
}

function renderList({ ordered, start, items }: Tokens.List): string {
  const first = typeof start === "number" ? start : 1;
  return items
    .map((item, index) => {
      const sign = ordered ? `${first + index}. ` : "- ";
      const [head = "", ...rest] = item.tokens
        .map((token) => renderBlock(token as MarkedToken))
        .filter((block) => block.trim() !== "")
        .join("\n")
        .split("\n");
      const box = item.task ? (item.checked === true ? "☑ " : "☐ ") : "";
      return [`${sign}${box}${head}`, ...rest.map((line) => `  ${line}`)].join("\n");
    })
    .join("\n");
}

/** WhatsApp has no tables: each row is a line, under its headers where there are more than two columns. */
function renderTable({ header, rows }: Tokens.Table): string {
  const titles = header.map(({ tokens }) => renderInline(tokens, ["*"]));
  return rows
    .map((row) => {
      const cells = row.map(({ tokens }) => renderInline(tokens));
      if (cells.length <= 2) return `- ${cells.filter((cell) => cell !== "").join(": ")}`;
      const [name = "", ...others] = cells;
      const named = others.map((cell, index) => `${titles[index + 1] ?? ""}: ${cell}`);
      return `- ${marks("*", name)}: ${named.join(", ")}`;
    })
    .join("\n");
}

/** `within` are the marks that the text stands in already: WhatsApp does not nest a mark in itself. */
function renderInline(tokens: readonly Token[], within: readonly Mark[] = []): string {
  return tokens.map((token) => renderSpan(token as MarkedToken, within)).join("");
}

function renderSpan(token: MarkedToken, within: readonly Mark[]): string {
  switch (token.type) {
    case "strong":
      return renderMarked("*", token.tokens, within);
    case "em":
      return renderMarked("_", token.tokens, within);
    case "del":
      return renderMarked("~", token.tokens, within);
    case "codespan":
      return `\`${token.text}\``;
    case "link":
      return renderLink(token, within);
    case "image":
      return token.text === "" ? token.href : `${token.text}: ${token.href}`;
    case "br":
      return "\n";
    case "html":
      return token.text.toLowerCase().startsWith("<br") ? "\n" : "";
    case "text":
      return token.tokens === undefined ? token.text : renderInline(token.tokens, within);
    case "escape":
      return token.text;
    case "blockquote":
    case "checkbox":
    case "code":
    case "def":
    case "heading":
    case "hr":
    case "list":
    case "list_item":
    case "paragraph":
    case "space":
    case "table":
      return token.raw;
  }
}

function renderMarked(mark: Mark, tokens: readonly Token[], within: readonly Mark[]): string {
  if (within.includes(mark)) return renderInline(tokens, within);
  return marks(mark, renderInline(tokens, [...within, mark]));
}

function renderLink({ href, tokens }: Tokens.Link, within: readonly Mark[]): string {
  const text = renderInline(tokens, within);
  const address = href.startsWith("mailto:") ? href.slice("mailto:".length) : href;
  return text === "" || text === address || text === href || `http://${text}` === href
    ? address
    : `${text} (${address})`;
}

/** A mark has to hug its text, and ends with its line. */
function marks(mark: Mark, text: string): string {
  return text
    .split("\n")
    .map((line) => {
      const inner = line.trim();
      return inner === "" ? line : line.replace(inner, () => `${mark}${inner}${mark}`);
    })
    .join("\n");
}

function prefixLines(text: string, prefix: string): string {
  return text
    .split("\n")
    .map((line) => prefix + line)
    .join("\n");
}
