import { type DestinationStream, pino } from "pino";

/**
 * Standard output, written once for all lines of one turn of the event loop: requests that are answered together
 * share a system call, and nothing waits for a later turn, which a function whose CPU stops may never see.
 */
export function openStandardOutput(): DestinationStream {
  const output = pino.destination({ fd: 1, sync: true, minLength: 8192 });
  let isScheduled = false;
  function flush(): void {
    isScheduled = false;
    output.flushSync();
  }
  return {
    write(line) {
      output.write(line);
      if (isScheduled) return;
      isScheduled = true;
      process.nextTick(flush);
    },
  };
}
