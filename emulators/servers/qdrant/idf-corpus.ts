import type { Collection } from "./collection.ts";
import type { Filter } from "./filter.ts";
import { slotsPassing } from "./filter-slots.ts";
import type { SparseVectors } from "./sparse-vectors.ts";

/** The points among which a word's rarity is counted, and how many of them hold each word that was asked for so far. */
export type IdfCorpus = { members: ReadonlySet<number>; holding: Map<number, number> };

type Kept = { operations: number; corpora: Map<string, IdfCorpus> };

/** Of each store of vectors; one tenant's searches give the same filter again and again. */
const kept = new WeakMap<SparseVectors, Kept>();
const keptAtMost = 100;

/** The corpus that a filter names, counted anew only after the collection has changed. */
export function idfCorpusOf(collection: Collection, vectors: SparseVectors, filter: Filter): IdfCorpus {
  const { operations } = collection;
  let own = kept.get(vectors);
  if (own?.operations !== operations) {
    own = { operations, corpora: new Map() };
    kept.set(vectors, own);
  }
  const key = JSON.stringify(filter, (_name, value: unknown) => (value instanceof Set ? [...value] : value));
  const known = own.corpora.get(key);
  if (known !== undefined) return known;
  const members = new Set(slotsPassing(collection, filter).filter((slot) => vectors.has(slot)));
  const corpus: IdfCorpus = { members, holding: new Map() };
  if (own.corpora.size >= keptAtMost) own.corpora.clear();
  own.corpora.set(key, corpus);
  return corpus;
}

/** How many of the corpus's points have the index. */
export function countHolding({ members, holding }: IdfCorpus, vectors: SparseVectors, index: number): number {
  let count = holding.get(index);
  if (count === undefined) {
    const slots = vectors.slotsWith(index);
    const [few, many] = members.size < slots.size ? [members, slots] : [slots, members];
    count = 0;
    for (const slot of few) if (many.has(slot)) count += 1;
    holding.set(index, count);
  }
  return count;
}
