import { existsSync, readFileSync } from "node:fs";
import type { JournalRecord } from "./journal-record.ts";

/** The records of the journal at `path`; none when there is no such file. A last line cut off by a crash is left out. */
export function* readJournal(path: string): Iterable<JournalRecord> {
  if (!existsSync(path)) return;
  // Split as bytes: a backlog may be longer than the longest string.
  const bytes = readFileSync(path);
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    yield JSON.parse(bytes.toString("utf8", start, end)) as JournalRecord;
    start = end + 1;
  }
}
