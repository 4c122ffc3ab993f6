import type { Block } from "../../blocks/block.ts";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { IngestFailure } from "../../ingest-failure.ts";
import { htmlBlocks } from "../html/html-blocks.ts";
import { readHtml } from "../html/html-node.ts";
import { readArchive, textOf } from "./read-archive.ts";
import { attributeOf, named, readXml } from "./xml.ts";

/**
 * The chapters of a book (EPUB 3) in the order in which they are read, without its table of contents. By ourselves: the
 * libraries for it write its pictures to the disk.
 */
export function parseEpub(bytes: Uint8Array): ParsedDocument {
  const parts = readArchive(bytes, (name) => /\.(?:xml|opf|x?html?)$/i.test(name));
  if (/\.x?html?"/i.test(textOf(parts.get("META-INF/encryption.xml")))) throw new IngestFailure("encrypted");
  const [root] = named(readXml(textOf(parts.get("META-INF/container.xml"))), "rootfile");
  const place = root === undefined ? "" : attributeOf(root, "full-path");
  const book = readXml(textOf(parts.get(place)).replaceAll(/(<\/?)opf:/g, "$1"));
  const items = new Map(named(book, "item").map((item) => [attributeOf(item, "id"), item]));
  const chapters = named(book, "itemref").flatMap(
    (chapter) => items.get(attributeOf(chapter, "idref")) ?? [],
  );
  const paths = chapters
    .filter((chapter) => !attributeOf(chapter, "properties").split(" ").includes("nav"))
    .map((chapter) => new URL(attributeOf(chapter, "href"), `file:///${place}`).pathname.slice(1));
  const blocks = paths.flatMap((path) => chapterBlocks(textOf(parts.get(decodeURIComponent(path)))));
  return { kind: "blocks", pages: [{ blocks }] };
}

/** XHTML ends an empty element in its own tag, which HTML takes for a start. */
const selfClosed = /<(?!(?:br|hr|img|meta|link|col|wbr)\b)([a-z][\w-]*)([^<>]*)\/>/gi;

function chapterBlocks(xhtml: string): Block[] {
  return [
    ...htmlBlocks(readHtml(xhtml.replaceAll(selfClosed, "<$1$2></$1>")).body),
    { kind: "heading-end", level: 1 },
  ];
}
