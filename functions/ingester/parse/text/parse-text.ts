import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { decodeText } from "./decode-text.ts";

/** Reads plain text or Markdown. */
export function parseText(bytes: Uint8Array, kind: "markdown" | "text"): ParsedDocument {
  return { kind, pages: [{ text: decodeText(bytes) }] };
}
