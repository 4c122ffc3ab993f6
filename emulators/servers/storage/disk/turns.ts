export type InTurn = <T>(key: string, task: () => Promise<T>) => Promise<T>;

/** Makes a queue per key: a task starts when the one before it has ended, well or not. */
export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return (key, task) => {
    const before = last.get(key) ?? Promise.resolve();
    const run = before.then(task, task);
    const settled = run
      .catch(() => {})
      .finally(() => {
        if (last.get(key) === settled) last.delete(key);
      });
    last.set(key, settled);
    return run;
  };
}
