import { zipSync } from "fflate";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { htmlBlocks } from "../html/html-blocks.ts";
import { readHtml } from "../html/html-node.ts";
import { readArchive } from "./read-archive.ts";

/** Headings, lists and tables of a Word document, by mammoth. It gets the texts only, unpacked within our bounds, not the pictures. */
export async function parseDocx(bytes: Uint8Array): Promise<ParsedDocument> {
  const { default: mammoth } = await import("mammoth");
  const parts = readArchive(bytes, (name) => /\.(?:xml|rels)$/i.test(name));
  const buffer = Buffer.from(zipSync(Object.fromEntries(parts), { level: 0 }));
  const { value } = await mammoth.convertToHtml(
    { buffer },
    {
      convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
      styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh"],
    },
  );
  return { kind: "blocks", pages: [{ blocks: htmlBlocks(readHtml(value).body) }] };
}
