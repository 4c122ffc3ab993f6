/** A point found: its slot in the collection and its score, rounded to float32 as the server's are. */
export type Hit = { slot: number; score: number };

/**
 * Keeps the best `limit` of the hits it is offered, in a bounded heap whose root is the worst one kept. Equal scores keep the
 * lower slot, so results do not depend on the order of the scan.
 */
export function createTopHits(limit: number, largerIsBetter: boolean) {
  const heap: Hit[] = [];
  const sign = largerIsBetter ? 1 : -1;

  /** Negative when `a` ranks behind `b`. */
  function rank(a: Hit, b: Hit): number {
    return sign * (a.score - b.score) || b.slot - a.slot;
  }

  function siftUp(start: number): void {
    let child = start;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!swapIfBehind(child, parent)) return;
      child = parent;
    }
  }

  function siftDown(): void {
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const right = left + 1;
      const leftHit = heap[left];
      if (!leftHit) return;
      const rightHit = heap[right];
      const child = rightHit && rank(rightHit, leftHit) < 0 ? right : left;
      if (!swapIfBehind(child, parent)) return;
      parent = child;
    }
  }

  function swapIfBehind(child: number, parent: number): boolean {
    const low = heap[child];
    const high = heap[parent];
    if (!low || !high || rank(low, high) >= 0) return false;
    heap[child] = high;
    heap[parent] = low;
    return true;
  }

  return {
    offer(slot: number, exactScore: number): void {
      const score = Math.fround(exactScore);
      if (heap.length >= limit && heap[0] && sign * (score - heap[0].score) < 0) return;
      const hit = { slot, score };
      if (heap.length < limit) {
        heap.push(hit);
        siftUp(heap.length - 1);
        return;
      }
      const worst = heap[0];
      if (!worst || rank(hit, worst) <= 0) return;
      heap[0] = hit;
      siftDown();
    },
    /** Best first. */
    sorted: (): Hit[] => heap.toSorted((a, b) => rank(b, a)),
  };
}
