/** nDCG over the first ten, where every chunk of a right entry is as good as another and the first of an entry counts. */
export function ndcgAt10(found: readonly string[], right: readonly string[]): number {
  const entries = [...new Set(found)].slice(0, 10);
  const gain = entries.reduce((sum, entry, rank) => sum + (right.includes(entry) ? discount(rank) : 0), 0);
  const best = right.slice(0, 10).reduce((sum, _entry, rank) => sum + discount(rank), 0);
  return best === 0 ? 0 : gain / best;
}

/** The share of right entries among the first five chunks. */
export function recallAt5(found: readonly string[], right: readonly string[]): number {
  const first = new Set(found.slice(0, 5));
  return right.length === 0 ? 0 : right.filter((entry) => first.has(entry)).length / right.length;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function discount(rank: number): number {
  return 1 / Math.log2(rank + 2);
}
