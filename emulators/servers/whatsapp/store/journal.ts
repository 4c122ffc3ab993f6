import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";

/** Last value wins; a missing value means deleted. */
type Entry = [collection: string, key: string, value?: unknown];

export type Journal = {
  /** What the last run left, by collection. */
  saved(collection: string): Map<string, unknown>;
  /** Writes the key's value as it is at the next flush. */
  changed(collection: string, key: string, read: () => unknown): void;
  close(): Promise<void>;
};

const flushAfterMs = 250;

/** An append-only file of changed values, compacted when opened. Without a folder nothing is kept. */
export function openJournal(dataDir: string | undefined): Journal {
  if (dataDir === undefined)
    return { saved: () => new Map(), changed: () => undefined, close: async () => undefined };
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, "journal.jsonl");
  const collections = load(path);
  compact(path, collections);

  const dirty = new Map<string, { collection: string; key: string; read: () => unknown }>();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const lines = [...dirty.values()].map(({ collection, key, read }) => line([collection, key, read()]));
    dirty.clear();
    if (lines.length > 0) {
      writing = writing
        .then(() => appendFile(path, lines.join("")))
        .catch((error: unknown) => console.error("whatsapp: cannot save state:", error));
    }
    return writing;
  }

  return {
    saved: (collection) => collections.get(collection) ?? new Map(),
    changed(collection, key, read) {
      dirty.set(`${collection}\n${key}`, { collection, key, read });
      timer ??= setTimeout(() => void flush(), flushAfterMs);
    },
    close: flush,
  };
}

function line(entry: Entry): string {
  return `${JSON.stringify(entry[2] === undefined ? entry.slice(0, 2) : entry)}\n`;
}

function load(path: string): Map<string, Map<string, unknown>> {
  const collections = new Map<string, Map<string, unknown>>();
  for (const text of readIfThere(path).split("\n")) {
    const entry = parse(text);
    if (entry === undefined) continue;
    const [name, key, value] = entry;
    const collection = collections.get(name) ?? new Map<string, unknown>();
    collections.set(name, collection);
    if (value === undefined) collection.delete(key);
    else collection.set(key, value);
  }
  return collections;
}

function compact(path: string, collections: Map<string, Map<string, unknown>>): void {
  const lines: string[] = [];
  for (const [name, values] of collections)
    for (const [key, value] of values) lines.push(line([name, key, value]));
  writeFileSync(`${path}.new`, lines.join(""));
  renameSync(`${path}.new`, path);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

/** A kill in the middle of a write leaves a torn last line, which is dropped. */
function parse(text: string): Entry | undefined {
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as Entry;
  } catch {
    return undefined;
  }
}
