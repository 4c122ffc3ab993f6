import { strToU8, zipSync } from "fflate";

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const open = "urn:oasis:names:tc:opendocument:xmlns";
const names = ["office", "style", "text", "table", "drawing", "presentation"];
const prefixes: Record<string, string> = { drawing: "draw" };
const spaces = names.map((name) => `xmlns:${prefixes[name] ?? name}="${open}:${name}:1.0"`).join(" ");
const fo = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"';

/** An OpenDocument file whose body is this XML; the styles are its automatic ones. */
export function buildOpenDocument(
  kind: "text" | "presentation",
  body: string,
  { styles = "", isEncrypted = false } = {},
): Buffer {
  const key = isEncrypted ? "<manifest:encryption-data/>" : "";
  return archive({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    "content.xml": `${declaration}<office:document-content ${spaces} ${fo}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    "META-INF/manifest.xml": `${declaration}<manifest:manifest xmlns:manifest="${open}:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml">${key}</manifest:file-entry></manifest:manifest>`,
  });
}

/** A book of these chapters, each XHTML of a body, after a table of contents. */
export function buildEpub(chapters: readonly string[]): Buffer {
  const page = (body: string) =>
    `${declaration}<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>${body}</body></html>`;
  const items = chapters.map(
    (_, at) => `<item id="c${at}" href="text/c%20${at}.xhtml" media-type="application/xhtml+xml"/>`,
  );
  const spine = chapters.map((_, at) => `<itemref idref="c${at}"/>`);
  return archive({
    mimetype: "application/epub+zip",
    "META-INF/container.xml": `${declaration}<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`,
    "OEBPS/book.opf": `${declaration}<package><manifest><item id="nav" href="nav.xhtml" properties="nav"/>${items.join("")}</manifest><spine><itemref idref="nav"/>${spine.join("")}</spine></package>`,
    "OEBPS/nav.xhtml": page("<nav><ol><li>Contents</li></ol></nav>"),
    ...Object.fromEntries(chapters.map((body, at) => [`OEBPS/text/c ${at}.xhtml`, page(body)])),
  });
}

function archive(files: Record<string, string>): Buffer {
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))),
  );
}
