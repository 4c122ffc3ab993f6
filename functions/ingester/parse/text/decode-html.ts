import sniffEncoding from "html-encoding-sniffer";
import { decodeText } from "./decode-text.ts";

/** What says nothing: the standard's guess where a page does not say how it is encoded. */
const guess = "windows-1252";

/** A page's text, by the encoding that it or its website (`charset`) states; where neither does, as other text. */
export function decodeHtml(bytes: Uint8Array, charset: string | undefined): string {
  const encoding = sniffEncoding(bytes, {
    defaultEncoding: guess,
    ...(charset === undefined ? {} : { transportLayerEncodingLabel: charset }),
  });
  return /^(?:utf-8|windows-1252|replacement|x-user-defined)$/i.test(encoding)
    ? decodeText(bytes)
    : new TextDecoder(encoding).decode(bytes);
}
