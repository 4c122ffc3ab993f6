import { countHolding, type IdfCorpus } from "./idf-corpus.ts";
import { findIndex, type SparseVector, type SparseVectors } from "./sparse-vectors.ts";

/**
 * Offers every candidate that shares an index with the query, with the dot product of the two as its score.
 *
 * With the IDF modifier each weight of the query is multiplied by `ln(1 + (N - n + 0.5) / (n + 0.5))`: N vectors in the corpus,
 * n of them with the index. The real server takes both numbers from the statistics of its segments (so deleted points may
 * linger in them until the optimizer has run) over the whole collection, of all tenants, unless the search gives a corpus
 * filter (`params.idf`, since 1.19); ours counts exactly the living points.
 */
export function scoreSparse(
  vectors: SparseVectors,
  query: SparseVector,
  candidates: number[],
  corpus: IdfCorpus | undefined,
  offer: (slot: number, score: number) => void,
): void {
  const weighted = vectors.modifier === "idf" ? withIdf(vectors, query, corpus) : query;
  for (const slot of smallerOf(candidates, slotsSharing(vectors, query))) {
    const vector = vectors.get(slot);
    const score = vector && dotShared(weighted, vector);
    if (score !== undefined) offer(slot, score);
  }
}

function withIdf(vectors: SparseVectors, query: SparseVector, corpus: IdfCorpus | undefined): SparseVector {
  const total = corpus?.members.size ?? vectors.count();
  const values = query.values.map((value, at) => {
    const index = Number(query.indices[at]);
    const holding = corpus ? countHolding(corpus, vectors, index) : vectors.slotsWith(index).size;
    return value * Math.log(1 + (total - holding + 0.5) / (holding + 0.5));
  });
  return { indices: query.indices, values };
}

/** The inverted index's answer: per index of the query, the slots that have it. */
function slotsSharing(vectors: SparseVectors, query: SparseVector): ReadonlySet<number>[] {
  return Array.from(query.indices, (index) => vectors.slotsWith(index));
}

/** Walks the candidates, or, where the inverted index holds fewer, its slots that are candidates. */
function smallerOf(candidates: number[], sharing: ReadonlySet<number>[]): Iterable<number> {
  const postings = sharing.reduce((sum, slots) => sum + slots.size, 0);
  if (postings >= candidates.length) return candidates;
  const wanted = new Set(candidates);
  const found = new Set<number>();
  for (const slots of sharing) {
    for (const slot of slots) if (wanted.has(slot)) found.add(slot);
  }
  return found;
}

/** Undefined when nothing is shared: such a point is no hit, whatever its score would be. */
function dotShared(query: SparseVector, vector: SparseVector): number | undefined {
  let sum: number | undefined;
  for (let at = 0; at < query.indices.length; at++) {
    const found = findIndex(vector, Number(query.indices[at]));
    if (found >= 0) sum = (sum ?? 0) + Number(query.values[at]) * Number(vector.values[found]);
  }
  return sum;
}
