/** Indices ascending and unique; `values[i]` belongs to `indices[i]`. */
export type SparseVector = { indices: Uint32Array; values: Float32Array };

export type SparseVectors = {
  readonly modifier: "none" | "idf";
  count(): number;
  has(slot: number): boolean;
  get(slot: number): SparseVector | undefined;
  set(slot: number, vector: SparseVector): void;
  remove(slot: number): void;
  /** The slots whose vector has this index. */
  slotsWith(index: number): ReadonlySet<number>;
};

const NO_SLOTS: ReadonlySet<number> = new Set<number>();

/** Vectors of one name, each kept whole, and an inverted index over them. */
export function createSparseVectors(modifier: "none" | "idf"): SparseVectors {
  const vectors: (SparseVector | undefined)[] = [];
  let count = 0;
  const postings = new Map<number, Set<number>>();

  function remove(slot: number): void {
    const vector = vectors[slot];
    if (!vector) return;
    for (const index of vector.indices) {
      const slots = postings.get(index);
      slots?.delete(slot);
      if (slots?.size === 0) postings.delete(index);
    }
    vectors[slot] = undefined;
    count -= 1;
  }

  return {
    modifier,
    count: () => count,
    has: (slot) => vectors[slot] !== undefined,
    get: (slot) => vectors[slot],
    set(slot, vector) {
      remove(slot);
      vectors[slot] = vector;
      count += 1;
      for (const index of vector.indices) {
        const slots = postings.get(index);
        if (slots) slots.add(slot);
        else postings.set(index, new Set([slot]));
      }
    },
    remove,
    slotsWith: (index) => postings.get(index) ?? NO_SLOTS,
  };
}

/** Where `index` stands in the vector, or -1. */
export function findIndex(vector: SparseVector, index: number): number {
  let low = 0;
  let high = vector.indices.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = Number(vector.indices[middle]);
    if (found === index) return middle;
    if (found < index) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
