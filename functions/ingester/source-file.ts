import type { Document } from "../../shared/db/schema.d.ts";
import type { SourceFile } from "./blocks/source-file.ts";

/** The end of a file's name says what it is where its bytes do not; of a web page its website has said it. */
const endings: Record<string, string> = {
  "text/html": "html",
  "application/xhtml+xml": "html",
  "text/plain": "txt",
  "text/markdown": "md",
  "text/csv": "csv",
  "application/json": "json",
};

/** The bytes of a document, with what is known of their kind. */
export function sourceFile(
  { source, name, content_type: contentType }: Pick<Document, "source" | "name" | "content_type">,
  bytes: Buffer,
): SourceFile {
  if (source !== "url") return { bytes, fileName: name };
  const [mediaType = "", ...parameters] = contentType.toLowerCase().split(";");
  const ending = Object.hasOwn(endings, mediaType.trim()) ? endings[mediaType.trim()] : "pdf";
  const charset = parameters
    .map((parameter) => /^\s*charset="?([\w.:-]+)"?\s*$/.exec(parameter)?.[1])
    .find((found) => found !== undefined);
  return { bytes, fileName: `page.${ending}`, ...(charset === undefined ? {} : { charset }) };
}
