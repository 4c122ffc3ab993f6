import { setTimeout as sleep } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import type { InsuredStore } from "./with-insurance.ts";

type Count = {
  isAllowed: boolean;
  remaining: number;
  /** Until the window ends. */
  msLeft: number;
};

export type SharedCounter = {
  /** Counts one for the key, unless there were too many in its window. */
  count(key: string): Promise<Count>;
};

type Options = {
  name: string;
  /** So many in a window, of all instances together. */
  quota: number;
  windowMs: number;
  store: InsuredStore;
  /** A key is counted here alone until it has used up a batch: for keys that anybody can make, as addresses are. */
  isLocalUntilHot?: boolean;
  /** Milliseconds on any scale; for tests. */
  now?: () => number;
  wait?: (ms: number) => Promise<unknown>;
};

/** A key's window, as this instance knows it. */
type State = {
  endsAt: number;
  /** What all instances had counted when the store was last asked. */
  known: number;
  /** What was allowed here since: not yet told. */
  tab: number;
  askedAt: number;
  asking: Promise<void> | undefined;
  /** The next time that the store is asked, for those that wait for it. */
  turn: Promise<void> | undefined;
  waiting: number;
  /** How many of those that waited are allowed. */
  granted: number;
};

/** The store is asked so often for a key at most. */
const everyMs = 1_000;
const maxKeys = 10_000;

/**
 * Counts across instances with little asking: an instance allows up to a batch (a twentieth of the quota) on its own
 * tab, and pays it to the store at most once a second, which tells what the others used. All instances together allow at
 * most a batch each too many; who has used everything is refused from memory. Only who uses up a whole batch within a
 * second waits for its end. While the store is away, each instance counts for itself.
 */
export function createSharedCounter({
  name,
  quota,
  windowMs,
  store,
  isLocalUntilHot = false,
  now = () => performance.now(),
  wait = sleep,
}: Options): SharedCounter {
  const batch = Math.max(1, Math.ceil(quota / 20));
  const states = new LRUCache<string, State>({ max: maxKeys });

  function stateOf(key: string): State {
    const known = states.get(key);
    const isBusy = known?.asking !== undefined || known?.turn !== undefined;
    if (known !== undefined && (isBusy || now() < known.endsAt)) return known;
    const none = { asking: undefined, turn: undefined, known: 0, tab: 0, waiting: 0, granted: 0 };
    const fresh = { ...none, endsAt: now() + windowMs, askedAt: -Infinity };
    states.set(key, fresh);
    return fresh;
  }

  /** Pays the tab, and points for those that wait. */
  async function ask(key: string, state: State, own: number): Promise<void> {
    const { waiting } = state;
    const points = state.tab + waiting + own;
    Object.assign(state, { tab: 0, waiting: 0, known: state.known + points, askedAt: now() });
    const told = await store.add(`${name}/${quota}/${key}`, points, windowMs);
    if (told !== undefined) Object.assign(state, { known: told.points, endsAt: now() + told.msLeft });
    state.granted = Math.max(0, waiting - Math.max(0, state.known - quota));
  }

  async function takeTurn(key: string, state: State): Promise<void> {
    await state.asking;
    const rest = state.askedAt + everyMs - now();
    if (rest > 0) await wait(rest);
    state.turn = undefined;
    state.asking = ask(key, state, 0).finally(() => (state.asking = undefined));
    await state.asking;
  }

  function countOf(state: State, isAllowed: boolean): Count {
    const remaining = Math.max(0, quota - state.known - state.tab);
    return { isAllowed, remaining, msLeft: Math.max(0, state.endsAt - now()) };
  }

  /** Allows it on the tab, if there is room on it without asking. */
  function isOnTab(state: State): boolean {
    if (state.tab >= batch) return false;
    if (isLocalUntilHot && state.known === 0) return true;
    return state.asking !== undefined || now() - state.askedAt < everyMs;
  }

  return {
    async count(key) {
      const state = stateOf(key);
      if (state.known + state.tab >= quota) return countOf(state, false);
      if (isOnTab(state)) {
        state.tab += 1;
        return countOf(state, true);
      }
      if (state.turn === undefined && state.asking === undefined && now() - state.askedAt >= everyMs) {
        state.asking = ask(key, state, 1).finally(() => (state.asking = undefined));
        await state.asking;
        return countOf(state, state.known <= quota);
      }
      state.waiting += 1;
      state.turn ??= takeTurn(key, state);
      await state.turn;
      const isGranted = state.granted > 0;
      if (isGranted) state.granted -= 1;
      return countOf(state, isGranted);
    },
  };
}
