import { badRequest } from "./qdrant-error.ts";
import type { Hit } from "./top-hits.ts";

/** What a prefetch found, best first, and which way its scores run. */
export type RankedList = { hits: Hit[]; largerIsBetter: boolean };

/**
 * Reciprocal rank fusion as Qdrant computes it: positions count from 0, k is 2 unless given, and a weight stretches the
 * position rather than the score: `1 / ((position + 1) / weight + k - 1)`.
 * Source: lib/segment/src/common/reciprocal_rank_fusion.rs of qdrant/qdrant.
 */
export function fuseByRank(lists: RankedList[], k = 2, weights?: number[]): Hit[] {
  if (weights && weights.length !== lists.length) {
    throw badRequest(
      `Number of weights in RRF should match number of pre-fetches: got ${weights.length}, expected ${lists.length}`,
    );
  }
  return sumBySlot(
    lists.map(({ hits }, list) => {
      const weight = weights?.[list] ?? 1;
      return hits.map(({ slot }, position) => ({
        slot,
        score: weight <= 0 ? 0 : 1 / ((position + 1) / weight + k - 1),
      }));
    }),
  );
}

/**
 * Distribution-based score fusion as Qdrant computes it: each list is scaled so that its mean ± 3 standard deviations (of the
 * sample) become 0 and 1, and the scores of a point are added up. A lone or constant score becomes 0.5; nothing is clamped.
 * Source: lib/segment/src/common/score_fusion.rs of qdrant/qdrant.
 */
export function fuseByDistribution(lists: RankedList[]): Hit[] {
  return sumBySlot(lists.map(normaliseByDistribution));
}

function normaliseByDistribution({ hits, largerIsBetter }: RankedList): Hit[] {
  const mean = hits.reduce((sum, { score }) => sum + score, 0) / hits.length;
  const squares = hits.reduce((sum, { score }) => sum + (score - mean) ** 2, 0);
  const deviation = hits.length > 1 ? Math.sqrt(squares / (hits.length - 1)) : 0;
  const low = Math.fround(mean - 3 * deviation);
  const high = Math.fround(mean + 3 * deviation);
  return hits.map(({ slot, score }) => {
    if (low === high) return { slot, score: 0.5 };
    return { slot, score: (largerIsBetter ? score - low : high - score) / (high - low) };
  });
}

function sumBySlot(lists: Hit[][]): Hit[] {
  const sums = new Map<number, number>();
  for (const { slot, score } of lists.flat()) {
    sums.set(slot, Math.fround((sums.get(slot) ?? 0) + score));
  }
  return [...sums]
    .map(([slot, score]) => ({ slot, score }))
    .toSorted((a, b) => b.score - a.score || a.slot - b.slot);
}
