import { type DestinationStream, pino } from "pino";

/**
 * Standard output, written once for all lines of one turn of the event loop: requests that are answered together
 * share a system call, and nothing waits for a later turn, which a function whose CPU stops may never see.
 */
export function openStandardOutput(): DestinationStream {
  const output = pino.destination({ fd: 1, sync: true });
  let waiting = "";
  function flush(): void {
    output.write(waiting);
    waiting = "";
  }
  return {
    write(line) {
      if (waiting === "") process.nextTick(flush);
      waiting += line;
    },
  };
}
