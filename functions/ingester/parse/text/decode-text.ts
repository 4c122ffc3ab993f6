import { IngestFailure } from "../../ingest-failure.ts";
import type { ReadingWarning } from "../../../../shared/knowledge/rules/reading-warning.ts";
import { detectEncoding } from "./detect-encoding.ts";

export type DecodedText = { text: string; warnings: ReadingWarning[] };

/** Text in UTF-8, in what its byte order mark says, or in what its letters suggest; throws `unsupported-type` when it is none. */
export async function decodeText(bytes: Uint8Array): Promise<DecodedText> {
  const marked = markedEncoding(bytes);
  const known = marked === undefined ? decodeUtf8(bytes) : decodeAs(bytes, marked);
  if (known !== undefined && !known.includes("\0")) return { text: known, warnings: [] };
  const detected = await detectEncoding(bytes);
  const text = detected === undefined ? "\0" : decodeAs(bytes, detected.encoding);
  if (text.includes("\0")) throw new IngestFailure("unsupported-type");
  return { text, warnings: detected?.isCertain === false ? [{ code: "encoding-uncertain", count: 1 }] : [] };
}

function markedEncoding(bytes: Uint8Array): string | undefined {
  const mark = Buffer.from(bytes.subarray(0, 4)).toString("hex");
  if (mark === "fffe0000") return "utf-32le";
  if (mark === "0000feff") return "utf-32be";
  if (mark.startsWith("fffe")) return "utf-16le";
  return mark.startsWith("feff") ? "utf-16be" : undefined;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  if (encoding.startsWith("utf-32")) return decodeUtf32(bytes, encoding === "utf-32le");
  return new TextDecoder(encoding).decode(bytes);
}

/** Which `TextDecoder` does not know. */
function decodeUtf32(bytes: Uint8Array, isLittleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const letters = Array.from({ length: bytes.length >> 2 }, (_, at) => {
    const point = view.getUint32(4 * at, isLittleEndian);
    return point > 0x10_ff_ff ? "\uFFFD" : String.fromCodePoint(point);
  });
  return letters.join("").replace(/^\uFEFF/, "");
}
