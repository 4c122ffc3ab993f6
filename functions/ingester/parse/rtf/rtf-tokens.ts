import { Readable } from "node:stream";
import rtf from "rtf-stream-parser";

/** A group's start or end, a control word with its number, or bytes of text in the encoding of the font. */
export type RtfToken =
  | { kind: "open" }
  | { kind: "close" }
  | { kind: "control"; word: string; param: number | undefined; data: Uint8Array | undefined }
  | { kind: "text"; data: Uint8Array };

type LibraryToken = { type: number; word?: string; param?: number; data?: Buffer };
const kinds = ["open", "close", "control", "text"] as const;

export async function* rtfTokens(bytes: Uint8Array): AsyncGenerator<RtfToken> {
  const tokens = Readable.from([Buffer.from(bytes)]).pipe(new rtf.Tokenize());
  for await (const { type, word = "", param, data } of tokens as AsyncIterable<LibraryToken>) {
    const kind = kinds[type] ?? "close";
    if (kind === "control") yield { kind, word, param, data };
    else if (kind === "text") yield { kind, data: data ?? Buffer.alloc(0) };
    else yield { kind };
  }
}
