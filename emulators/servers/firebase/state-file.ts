import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const saveDelayMs = 200;

export type StateFile<T> = {
  saved: T | undefined;
  /** Writes the state, if it changed, shortly after the last of a burst of calls. */
  saveSoon(): void;
  save(): void;
};

/** Keeps the JSON of `dump()` in `auth.json`, replaced in one step so that a crash never leaves half a file. */
export function openStateFile<T>(dataDir: string, dump: () => T): StateFile<T> {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, "auth.json");
  let text = readIfThere(path);
  let timer: NodeJS.Timeout | undefined;

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    const next = JSON.stringify(dump(), undefined, 1);
    if (next === text) return;
    writeFileSync(`${path}.tmp`, next);
    renameSync(`${path}.tmp`, path);
    text = next;
  }

  return {
    saved: text === undefined ? undefined : (JSON.parse(text) as T),
    save,
    saveSoon() {
      timer ??= setTimeout(save, saveDelayMs);
    },
  };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
