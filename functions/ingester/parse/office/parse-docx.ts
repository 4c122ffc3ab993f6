import { strToU8, zipSync } from "fflate";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { htmlBlocks } from "../html/html-blocks.ts";
import { readHtml } from "../html/html-node.ts";
import { readArchive, textOf } from "./read-archive.ts";
import { marginBlocks, withoutHiddenRuns } from "./word-parts.ts";

const body = "word/document.xml";

/**
 * Headings, lists and tables of a Word document, by mammoth, between its headers and its footers. It gets the texts only,
 * unpacked within our bounds, not the pictures.
 */
export async function parseDocx(bytes: Uint8Array): Promise<ParsedDocument> {
  const { default: mammoth } = await import("mammoth");
  const parts = readArchive(bytes, (name) => /\.(?:xml|rels)$/i.test(name));
  const { xml, hidden } = withoutHiddenRuns(textOf(parts.get(body)));
  const shown = { ...Object.fromEntries(parts), [body]: strToU8(xml) };
  const buffer = Buffer.from(zipSync(shown, { level: 0 }));
  const { value } = await mammoth.convertToHtml(
    { buffer },
    {
      convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
      styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh"],
    },
  );
  const blocks = [
    ...marginBlocks(parts, "header"),
    ...htmlBlocks(readHtml(value).body),
    { kind: "heading-end" as const, level: 1 },
    ...marginBlocks(parts, "footer"),
  ];
  return {
    kind: "blocks",
    pages: [{ blocks }],
    ...(hidden === 0 ? {} : { warnings: [{ code: "hidden-text" as const, count: hidden }] }),
  };
}
