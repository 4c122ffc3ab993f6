import { readFileSync } from "node:fs";

/** CPU that the process has spent so far, in user and system mode, in microseconds; NaN where there is no /proc. */
export function cpuUsOf(pid: number | undefined): number {
  try {
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: fields 14 and 15, in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  } catch {
    return Number.NaN;
  }
}
