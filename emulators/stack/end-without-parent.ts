/** Calls `end` once the process that started this one is gone: a stack that nobody can stop would hold its ports. */
export function endWithoutParent(end: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    end();
  }, 500);
  watch.unref();
}
