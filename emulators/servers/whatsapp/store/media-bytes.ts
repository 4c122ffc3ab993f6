import { mkdirSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

export type MediaBytes = {
  put(id: string, bytes: Buffer): Promise<void>;
  get(id: string): Promise<Buffer | undefined>;
  delete(id: string): Promise<void>;
};

/** Contents of media files: in the folder if there is one, else in memory. Ids are made by the server, digits only. */
export function openMediaBytes(dataDir: string | undefined): MediaBytes {
  if (dataDir === undefined) return inMemory();
  const folder = join(dataDir, "media");
  mkdirSync(folder, { recursive: true });
  return {
    put: (id, bytes) => writeFile(join(folder, id), bytes),
    async get(id) {
      try {
        return await readFile(join(folder, id));
      } catch {
        return undefined;
      }
    },
    delete: (id) => rm(join(folder, id), { force: true }),
  };
}

function inMemory(): MediaBytes {
  const files = new Map<string, Buffer>();
  return {
    async put(id, bytes) {
      files.set(id, bytes);
    },
    get: async (id) => files.get(id),
    async delete(id) {
      files.delete(id);
    },
  };
}
