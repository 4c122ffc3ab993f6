import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Journal } from "./journal.ts";
import type { JournalRecord } from "./journal-record.ts";
import { createPendingChanges } from "./pending-changes.ts";

/** Deaf until it is started, so that replaying it is not written down again. */
export type FileJournal = Journal & {
  /** Replaces the file by a snapshot, and appends to it from then on. */
  start(snapshot: () => Iterable<JournalRecord>): void;
};

const flushAfterMs = 200;
const smallestToCompact = 16 * 1024 * 1024;

/** An append-only file of JSON lines at `path`. A SIGKILL loses the last fifth of a second at most. */
export function createFileJournal(path: string): FileJournal {
  const pending = createPendingChanges();
  let snapshot: (() => Iterable<JournalRecord>) | undefined;
  let file: number | undefined;
  let size = 0;
  let compactAt = smallestToCompact;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    if (file === undefined) return;
    size += writeRecords(file, pending.take());
    if (size > compactAt) compact();
  }

  // Synchronous, as the flush is: nothing can change between the snapshot and the switch of files.
  function compact(): void {
    if (snapshot === undefined) return;
    const fresh = openSync(`${path}.new`, "w");
    pending.take();
    size = writeRecords(fresh, snapshot());
    fsyncSync(fresh);
    renameSync(`${path}.new`, path);
    if (file !== undefined) closeSync(file);
    file = fresh;
    compactAt = Math.max(smallestToCompact, size * 3);
  }

  function whenStarted<Change extends unknown[]>(
    note: (...change: Change) => void,
  ): (...change: Change) => void {
    return (...change) => {
      if (file === undefined) return;
      note(...change);
      timer ??= setTimeout(flush, flushAfterMs);
    };
  }

  return {
    start(takeSnapshot) {
      mkdirSync(dirname(path), { recursive: true });
      snapshot = takeSnapshot;
      compact();
    },
    topicSaved: whenStarted((config) => pending.add({ kind: "topic", config })),
    topicDeleted: whenStarted((name) => pending.add({ kind: "topic-gone", name })),
    subscriptionSaved: whenStarted((config) => pending.add({ kind: "subscription", config })),
    subscriptionDeleted: whenStarted((name) => pending.add({ kind: "subscription-gone", name })),
    published: whenStarted((message, deliveries) => pending.published(message, deliveries)),
    attempted: whenStarted((delivery) => pending.attempted(delivery)),
    settled: whenStarted((delivery) => pending.settled(delivery)),
    close() {
      clearTimeout(timer);
      if (file === undefined) return;
      flush();
      closeSync(file);
      file = undefined;
    },
  };
}

function writeRecords(file: number, records: Iterable<JournalRecord>): number {
  let bytes = 0;
  let lines = "";
  for (const record of records) {
    lines += `${JSON.stringify(record)}\n`;
    if (lines.length > 1024 * 1024) {
      bytes += writeWhole(file, lines);
      lines = "";
    }
  }
  return bytes + writeWhole(file, lines);
}

function writeWhole(file: number, text: string): number {
  const buffer = Buffer.from(text);
  let written = 0;
  while (written < buffer.length) written += writeSync(file, buffer, written);
  return written;
}
