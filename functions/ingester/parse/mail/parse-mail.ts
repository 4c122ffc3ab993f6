import PostalMime from "postal-mime";
import type { Block } from "../../blocks/block.ts";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { readLines } from "../../blocks/read-lines.ts";
import { parseHtml } from "../html/parse-html.ts";

/** A letter (RFC 5322, MIME) or a web page saved as one: who wrote when, and the text under its subject. Attachments are not read. */
export async function parseMail(bytes: Uint8Array): Promise<ParsedDocument> {
  const { subject = "", from, date, html, text = "", attachments } = await PostalMime.parse(bytes);
  const written = [from?.name || from?.address, date].filter((part) => part !== undefined && part !== "");
  const heading: Block[] = subject === "" ? [] : [{ kind: "heading", level: 1, text: subject }];
  const sender: Block[] = written.length === 0 ? [] : [{ kind: "paragraph", text: written.join(", ") }];
  const body =
    html === undefined
      ? readLines(text.split(/\r?\n/).map((line) => ({ text: line })))
      : await blocksOf(html);
  const files = attachments.filter(({ disposition }) => disposition === "attachment");
  return {
    kind: "blocks",
    pages: [{ blocks: [...heading, ...sender, ...body] }],
    warnings: files.map(({ filename }) => ({
      code: "attachments",
      count: 1,
      ...(filename ? { detail: filename } : {}),
    })),
  };
}

async function blocksOf(html: string): Promise<Block[]> {
  const parsed = await parseHtml(html);
  return parsed.kind === "blocks" ? parsed.pages.flatMap(({ blocks }) => blocks) : [];
}
