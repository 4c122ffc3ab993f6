import type { ChunkSize } from "../chunk/chunk-size.ts";

/** Counts characters, so that a test sees how long a chunk may be. */
export const chunkSizeInCharacters: ChunkSize = {
  enough: 300,
  limit: 500,
  wholeLimit: 500,
  longestRepeatedLead: 150,
  count: (text) => text.length,
};
