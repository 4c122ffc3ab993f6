import { randomUUID } from "node:crypto";
import { constants, createWriteStream, mkdirSync } from "node:fs";
import { copyFile, open, readdir, rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { hashFile } from "./hash-file.ts";
import type { FileHash } from "./hash-file.ts";

/** The bytes of objects, a file each, named by random ids. Bytes stream through; no body is ever whole in memory. */
export type Bodies = {
  newId(): string;
  /** Appends all of `source`; what arrived before a failure stays. */
  append(id: string, source: AsyncIterable<Uint8Array>): Promise<void>;
  copy(id: string): Promise<string>;
  open(id: string): Promise<FileHandle>;
  /** Bytes held so far; 0 when there is no such body. */
  size(id: string): Promise<number>;
  hash(id: string): Promise<FileHash>;
  remove(id: string): Promise<void>;
  /** Removes what a crash left behind: every body whose id is not in `used`. */
  sweep(used: Set<string>): Promise<void>;
};

export function openBodies(folder: string): Bodies {
  mkdirSync(folder, { recursive: true });
  const pathOf = (id: string) => join(folder, id);
  const remove = (id: string) => rm(pathOf(id), { force: true });

  return {
    newId: () => randomUUID(),
    async append(id, source) {
      const file = createWriteStream(pathOf(id), { flags: "a" });
      try {
        await pipeline(source, file);
      } finally {
        // After a failure a write may still be under way; the size is not settled before the file is closed.
        if (!file.closed) await new Promise<void>((resolve) => file.once("close", resolve));
      }
    },
    async copy(id) {
      const copyId = randomUUID();
      await copyFile(pathOf(id), pathOf(copyId), constants.COPYFILE_FICLONE);
      return copyId;
    },
    open: (id) => open(pathOf(id)),
    async size(id) {
      return (await stat(pathOf(id)).catch(() => undefined))?.size ?? 0;
    },
    hash: (id) => hashFile(pathOf(id)),
    remove,
    async sweep(used) {
      const orphans = (await readdir(folder)).filter((id) => !used.has(id));
      await Promise.all(orphans.map(remove));
    },
  };
}
