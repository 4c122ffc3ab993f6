export type RecentIds = {
  /** Whether the table was given this `insertId` within about a minute; from now on it was. */
  seen(table: string, insertId: string): boolean;
  /** Takes it back: the row was not stored. */
  forget(table: string, insertId: string): void;
};

/** As long as BigQuery promises, on a best effort, to know a row again. */
const rememberedMs = 60_000;

export function createRecentIds(now: () => number = Date.now): RecentIds {
  const seenAt = new Map<string, number>();
  return {
    seen(table, insertId) {
      const key = `${table}/${insertId}`;
      const before = seenAt.get(key);
      const isRecent = before !== undefined && now() - before < rememberedMs;
      if (isRecent) return true;
      forgetOld(seenAt, now());
      // Kept in the order of their times.
      seenAt.delete(key);
      seenAt.set(key, now());
      return false;
    },
    forget(table, insertId) {
      seenAt.delete(`${table}/${insertId}`);
    },
  };
}

function forgetOld(seenAt: Map<string, number>, now: number): void {
  for (const [key, at] of seenAt) {
    if (now - at < rememberedMs) return;
    seenAt.delete(key);
  }
}
