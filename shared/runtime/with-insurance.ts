import type { Log } from "./log.ts";
import type { LimitStore } from "./limit-store.ts";

type Insurance = {
  log: Pick<Log, "warn">;
  /** Milliseconds on any scale; for tests. */
  now?: () => number;
  timeoutMs?: number;
};

/** After a failure the store is left alone for so long. */
const leftAloneMs = 5_000;

export type InsuredStore = {
  /** As the store's; undefined while it is away. */
  add(...given: Parameters<LimitStore["add"]>): Promise<{ points: number; msLeft: number } | undefined>;
};

/** A store that may be away or slow without anybody's request failing or waiting for it. */
export function withInsurance(
  store: LimitStore,
  { log, now = () => performance.now(), timeoutMs = 500 }: Insurance,
): InsuredStore {
  let awayUntil = -Infinity;
  return {
    async add(key, points, windowMs) {
      if (now() < awayUntil) return undefined;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error("the store of limits did not answer in time")), timeoutMs);
      });
      try {
        return await Promise.race([store.add(key, points, windowMs), late]);
      } catch (error) {
        // Of many that fail together one is enough to tell.
        if (now() >= awayUntil) log.warn("limits hold in each instance alone for now", { error });
        awayUntil = now() + leftAloneMs;
        return undefined;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
