import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A map whose every entry is also a small JSON file. */
export type Records<T> = {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  values(): T[];
};

/**
 * Opens the records of a folder. A write is on disk when `set` returns, whole or not at all, so memory and disk never
 * disagree and an answered request survives a kill. Files are named by the hash of the key: a key is never a path.
 */
export function openRecords<T>(folder: string): Records<T> {
  mkdirSync(folder, { recursive: true });
  const values = new Map(readAll<T>(folder));
  const pathOf = (key: string) => join(folder, `${createHash("sha256").update(key).digest("hex")}.json`);

  return {
    get: (key) => values.get(key),
    values: () => [...values.values()],
    set(key, value) {
      const path = pathOf(key);
      writeFileSync(`${path}.tmp`, JSON.stringify({ key, value }));
      renameSync(`${path}.tmp`, path);
      values.set(key, value);
    },
    delete(key) {
      rmSync(pathOf(key), { force: true });
      values.delete(key);
    },
  };
}

function readAll<T>(folder: string): [string, T][] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const { key, value } = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
        key: string;
        value: T;
      };
      return [key, value];
    });
}
