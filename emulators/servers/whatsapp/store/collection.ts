import type { Journal } from "./journal.ts";

export type Collection<T> = {
  get(key: string): T | undefined;
  /** Also called after a value was changed in place, so that the change is saved. */
  set(key: string, value: T): void;
  delete(key: string): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<T>;
  readonly size: number;
};

/** A map whose changes go to the journal. */
export function openCollection<T>(journal: Journal, name: string): Collection<T> {
  const map = new Map(journal.saved(name)) as Map<string, T>;
  return {
    get: (key) => map.get(key),
    set(key, value) {
      map.set(key, value);
      journal.changed(name, key, () => map.get(key));
    },
    delete(key) {
      if (map.delete(key)) journal.changed(name, key, () => map.get(key));
    },
    keys: () => map.keys(),
    values: () => map.values(),
    get size() {
      return map.size;
    },
  };
}
