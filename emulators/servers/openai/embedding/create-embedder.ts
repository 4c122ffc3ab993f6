import { createHash } from "node:crypto";
import { openVectorCache } from "./vector-cache.ts";
import { startModel } from "./start-model.ts";

export type Embedder = {
  /** Unit vectors of 512 dimensions, one a text, in order. Bulk waits for all that is not. */
  embed: (texts: readonly string[], how?: { isBulk: boolean }) => Promise<Float32Array[]>;
  /** How many texts the model has computed, not counting what the cache knew. */
  computed(): number;
  close(): Promise<void>;
};

/** In a batch of four a text costs a tenth less than alone, and more at once save nothing. */
const batchSize = 4;
const batchLength = 1_000;
const pieceLength = 1_000;

/** Embeds texts by the bundled model, each only once: known ones come from the cache, those under way are awaited. */
export async function createEmbedder(dataDir: string | undefined): Promise<Embedder> {
  const cache = await openVectorCache(dataDir);
  const model = startModel();
  const underWay = new Map<string, Promise<Float32Array>>();
  let computed = 0;

  /** The piece vectors; pieces are short enough for the model and batches small enough for its memory. */
  function embedPieces(pieces: ReadonlyMap<string, string>, how: { isBulk: boolean }): void {
    for (const batch of batches([...pieces])) {
      const vectors = model.embed(
        batch.map(([, text]) => text),
        how,
      );
      computed += batch.length;
      for (const [i, [key]] of batch.entries()) {
        const vector = vectors.then((all) => {
          const own = all[i] ?? new Float32Array();
          cache.set(key, own);
          return own;
        });
        underWay.set(key, vector);
        const forget = () => underWay.delete(key);
        vector.then(forget, forget);
      }
    }
  }

  return {
    embed: async (texts, how = { isBulk: false }) => {
      const split = texts.map((text) => splitText(text).map((piece) => [keyOf(piece), piece] as const));
      const known = new Map<string, Float32Array | Promise<Float32Array>>();
      const missing = new Map<string, string>();
      for (const [key, piece] of split.flat()) {
        const vector = cache.get(key) ?? underWay.get(key);
        if (vector === undefined) missing.set(key, piece);
        else known.set(key, vector);
      }
      embedPieces(missing, how);
      for (const key of missing.keys()) known.set(key, underWay.get(key) ?? new Float32Array());
      const vectorOf = async ([key]: readonly [string, string]) =>
        (await known.get(key)) ?? new Float32Array();
      return Promise.all(split.map(async (pieces) => mean(await Promise.all(pieces.map(vectorOf)))));
    },
    computed: () => computed,
    close: async () => {
      await model.close();
      await cache.close();
    },
  };
}

function keyOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** Cuts a long text at spaces, because the model's tokenizer takes quadratic time. */
function splitText(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > pieceLength) {
    const space = rest.lastIndexOf(" ", pieceLength);
    const end = space > pieceLength / 2 ? space : pieceLength;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return rest === "" && pieces.length > 0 ? pieces : [...pieces, rest];
}

function batches<T extends readonly [string, string]>(entries: T[]): T[][] {
  const result: T[][] = [];
  let length = Infinity;
  for (const entry of entries) {
    const last = result.at(-1);
    if (last === undefined || last.length >= batchSize || length + entry[1].length > batchLength) {
      result.push([entry]);
      length = entry[1].length;
    } else {
      last.push(entry);
      length += entry[1].length;
    }
  }
  return result;
}

function mean(vectors: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(), ...others] = vectors;
  if (others.length === 0) return first;
  return normalize(first.map((value, i) => others.reduce((sum, other) => sum + (other[i] ?? 0), value)));
}

/** The vector at length one. */
export function normalize(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
