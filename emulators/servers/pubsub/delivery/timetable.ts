/** Items that fall due at a time, under a single timer. */
export type Timetable<Item> = {
  /** Never early; late by up to one tick. Deleting the item from the slot given back cancels it. */
  add(item: Item, afterMs: number): Set<Item>;
  close(): void;
};

// Coarse enough that thousands of messages a second share few slots, fine enough for a 100 ms back-off.
const tickMs = 20;

export function createTimetable<Item>(onDue: (item: Item) => void): Timetable<Item> {
  const slots = new Map<number, Set<Item>>();
  // Ascending. Ack deadlines are all alike, so a new tick nearly always goes at the end.
  const ticks: number[] = [];
  let timer: NodeJS.Timeout | undefined;
  let armedFor = Infinity;
  let isClosed = false;

  function arm(): void {
    const next = isClosed ? Infinity : (ticks[0] ?? Infinity);
    if (next === armedFor) return;
    clearTimeout(timer);
    armedFor = next;
    if (next !== Infinity) timer = setTimeout(run, Math.max(1, next * tickMs - performance.now()));
  }

  function run(): void {
    armedFor = Infinity;
    const now = performance.now();
    for (let tick = ticks[0]; tick !== undefined && tick * tickMs <= now; tick = ticks[0]) {
      ticks.shift();
      const due = slots.get(tick);
      slots.delete(tick);
      for (const item of due ?? []) onDue(item);
    }
    arm();
  }

  return {
    add(item, afterMs) {
      const tick = Math.ceil((performance.now() + afterMs) / tickMs);
      let slot = slots.get(tick);
      if (slot === undefined) {
        slot = new Set();
        slots.set(tick, slot);
        insertAscending(ticks, tick);
        arm();
      }
      slot.add(item);
      return slot;
    },
    close() {
      isClosed = true;
      arm();
    },
  };
}

function insertAscending(ticks: number[], tick: number): void {
  let at = ticks.length;
  while (at > 0 && (ticks[at - 1] ?? 0) > tick) at -= 1;
  ticks.splice(at, 0, tick);
}
