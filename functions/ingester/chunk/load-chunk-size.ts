import type { ChunkSize } from "./chunk-size.ts";

type TokenSize = Omit<ChunkSize, "count">;

/** Measured by `npm run eval`. Half a dozen of these and a question stay far below what any model or prompt takes. */
const usual: TokenSize = { enough: 75, limit: 125, wholeLimit: 250, longestRepeatedLead: 40 };

/** By embedding model, where the usual does not fit it. */
const sizes: readonly { model: RegExp; size: TokenSize }[] = [
  // They read 256 word pieces, which are shorter than tokens, and silently nothing after these.
  { model: /minilm/i, size: { ...usual, wholeLimit: 160 } },
];

/** The tokenizer's time grows with the square of a word or a gap, and no word or gap that says anything is so long. */
const longWord = /\S{200}(?=\S)/gu;
const longGap = /(\s{20})\s+/gu;

/**
 * The size of chunks for an embedding model, in tokens of cl100k_base: OpenAI's embedding models count so, and others near
 * enough. Loads the tokenizer (some 40 MB), so only what cuts documents should ask.
 */
export async function loadChunkSize(embeddingModel: string): Promise<ChunkSize> {
  const { countTokens } = await import("gpt-tokenizer/encoding/cl100k_base");
  const size = sizes.find(({ model }) => model.test(embeddingModel))?.size ?? usual;
  // What looks like a control token in a document is text like any other.
  const asText = { disallowedSpecial: new Set<string>() };
  const count = (text: string) =>
    countTokens(text.replaceAll(longGap, "$1").replaceAll(longWord, "$& "), asText);
  return { ...size, count };
}
