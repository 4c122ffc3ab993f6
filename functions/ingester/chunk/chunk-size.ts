/** How long chunks are, in whatever `count` counts. */
export type ChunkSize = {
  /** A chunk this long is let stand; shorter ones take in the next paragraph if it fits. */
  enough: number;
  limit: number;
  /** Tables, and questions with their answers, stay whole up to this length. */
  wholeLimit: number;
  /** A lead longer than this is not repeated over every part of its rows. */
  longestRepeatedLead: number;
  /** Of a text, in time that grows with its length only. */
  count(text: string): number;
};
