import { LRUCache } from "lru-cache";

export type ExpiringCache<Value extends object> = {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
};

type Options = {
  /** Counted from `set`; 0 remembers nothing. */
  lifetimeMs: number;
  /** Beyond it what was used longest ago goes. */
  maxEntries: number;
  /** Milliseconds on any scale. */
  now: () => number;
};

/** What an instance remembers for a short time, and never more than so many of. */
export function createExpiringCache<Value extends object>({
  lifetimeMs,
  maxEntries,
  now,
}: Options): ExpiringCache<Value> {
  if (lifetimeMs === 0) return { get: () => undefined, set: () => undefined, delete: () => undefined };
  const entries = new LRUCache<string, Value>({
    max: maxEntries,
    ttl: lifetimeMs,
    ttlResolution: 0,
    perf: { now },
  });
  return {
    get: (key) => entries.get(key),
    set: (key, value) => void entries.set(key, value),
    delete: (key) => void entries.delete(key),
  };
}
