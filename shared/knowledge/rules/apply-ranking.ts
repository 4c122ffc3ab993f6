/**
 * The passages in the order of a ranking that names them by their index, with its scores. What it leaves out follows in the
 * order that it had, and what it names twice or wrongly counts once or not at all.
 */
export function applyRanking<Passage extends { score: number }>(
  passages: readonly Passage[],
  ranking: readonly { index: number; score: number }[],
): Passage[] {
  const named = new Set<number>();
  const ranked: Passage[] = [];
  for (const { index, score } of ranking.toSorted((a, b) => b.score - a.score)) {
    const passage = passages[index];
    if (passage === undefined || named.has(index)) continue;
    named.add(index);
    ranked.push({ ...passage, score });
  }
  return [...ranked, ...passages.filter((_passage, index) => !named.has(index))];
}
