import { IngestFailure } from "../ingest-failure.ts";
import { listArchive, readArchive, textOf } from "./office/read-archive.ts";

export type DocumentKind =
  | "pdf"
  | "docx"
  | "sheet"
  | "pptx"
  | "odt"
  | "odp"
  | "epub"
  | "rtf"
  | "mail"
  | "chat-archive"
  | "html"
  | "csv"
  | "json"
  | "markdown"
  | "text";

const byExtension: Record<string, DocumentKind> = {
  md: "markdown",
  markdown: "markdown",
  txt: "text",
  text: "text",
  "": "text",
  html: "html",
  htm: "html",
  xhtml: "html",
  csv: "csv",
  tsv: "csv",
  json: "json",
  eml: "mail",
};
const office = new Set(["docx", "xlsx", "xlsm", "pptx", "odt", "ods", "odp", "epub", "rtf", "pdf", "zip"]);

/** What a file is by what its bytes say first, and by its name second; a declared content type is often wrong. */
export function documentKind(bytes: Buffer, fileName: string): DocumentKind {
  const extension = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? "";
  const head = bytes.subarray(0, 1024).toString("latin1");
  if (isPdf(head, extension)) return "pdf";
  if (head.startsWith("PK\u0003\u0004") || head.startsWith("PK\u0005\u0006")) return archiveKind(bytes);
  if (head.startsWith("\u00D0\u00CF\u0011\u00E0")) return compoundKind(bytes, extension);
  if (/^(?:\u00EF\u00BB\u00BF)?\s*\{\\rtf/.test(head)) return "rtf";
  if (extension === "xls") return tableKind(head);
  const known = Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
  if (known !== undefined) return known === "text" && isHtml(head) ? "html" : known;
  if (isHtml(head)) return "html";
  throw new IngestFailure(office.has(extension) ? "damaged" : "unsupported-type");
}

/** The header may stand anywhere in the first kilobyte; in what is called a text it may also be what the text tells of. */
function isPdf(head: string, extension: string): boolean {
  return Object.hasOwn(byExtension, extension) && extension !== ""
    ? head.trimStart().startsWith("%PDF-")
    : head.includes("%PDF-");
}

function isHtml(head: string): boolean {
  return /^(?:\u00EF\u00BB\u00BF)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html)[\s>]/i.test(
    head,
  );
}

/** What programs that have no Excel call so: a page's table, Excel's own XML of 2003, or cells parted by tabs. */
function tableKind(head: string): DocumentKind {
  if (/^\s*<\?xml/.test(head) && /Excel\.Sheet|urn:schemas-microsoft-com:office:spreadsheet/.test(head))
    return "sheet";
  return /^(?:\u00EF\u00BB\u00BF)?\s*</.test(head) ? "html" : "csv";
}

function archiveKind(bytes: Buffer): DocumentKind {
  const names = listArchive(bytes);
  if (names.includes("word/document.xml")) return "docx";
  if (names.includes("ppt/presentation.xml")) return "pptx";
  if (names.some((name) => /^xl\/workbook\.(?:xml|bin)$/.test(name))) return "sheet";
  if (names.includes("META-INF/container.xml")) return "epub";
  if (names.includes("mimetype") && names.includes("content.xml")) return openDocumentKind(bytes);
  if (names.some((name) => /(?:^|\/)_chat\.txt$|^WhatsApp .*\.txt$/i.test(name))) return "chat-archive";
  throw new IngestFailure("unsupported-type");
}

/** By the type that stands first in the archive; a template reads as what is made of it. */
function openDocumentKind(bytes: Buffer): DocumentKind {
  const type = textOf(readArchive(bytes, (name) => name === "mimetype").get("mimetype"));
  if (/opendocument\.text/.test(type)) return "odt";
  if (/opendocument\.spreadsheet/.test(type)) return "sheet";
  if (/opendocument\.presentation/.test(type)) return "odp";
  throw new IngestFailure("unsupported-type");
}

/** Microsoft's compound file: Office's old formats, or a new one with a password. */
function compoundKind(bytes: Buffer, extension: string): DocumentKind {
  if (bytes.includes(Buffer.from("EncryptedPackage", "utf16le"))) throw new IngestFailure("encrypted");
  if (bytes.includes(Buffer.from("Workbook", "utf16le")) || extension === "xls") return "sheet";
  throw new IngestFailure("legacy-format");
}
