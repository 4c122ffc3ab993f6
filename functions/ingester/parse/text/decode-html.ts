import sniffEncoding from "html-encoding-sniffer";
import { type DecodedText, decodeText } from "./decode-text.ts";

/** Stands for "stated nowhere": no page states it. */
const unstated = "x-user-defined";

/** A page's text, by the encoding that it or its website (`charset`) states; where neither does, as other text. */
export async function decodeHtml(bytes: Uint8Array, charset: string | undefined): Promise<DecodedText> {
  const encoding = sniffEncoding(bytes, {
    defaultEncoding: unstated,
    ...(charset === undefined ? {} : { transportLayerEncodingLabel: charset }),
  }).toLowerCase();
  if (/^(?:utf-8|replacement|x-user-defined)$/.test(encoding)) return decodeText(bytes);
  // So often called Latin-1 when it is UTF-8.
  const text = encoding === "windows-1252" ? decodeEither(bytes) : new TextDecoder(encoding).decode(bytes);
  return { text, warnings: [] };
}

function decodeEither(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
