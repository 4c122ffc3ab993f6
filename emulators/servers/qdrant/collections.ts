import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { applyChange, type Change } from "./change.ts";
import { readCollectionFile, writeCollectionFile, type CollectionFile } from "./collection-file.ts";
import { parseCollectionConfig } from "./collection-config.ts";
import { createCollection, type Collection } from "./collection.ts";
import { invalid, notFound, QdrantError } from "./qdrant-error.ts";

export type Collections = {
  names(): string[];
  has(name: string): boolean;
  /** Throws the API's 404 when there is none. */
  get(name: string): Collection;
  create(name: string, body: unknown): Promise<void>;
  /** Whether there was one. */
  drop(name: string): Promise<boolean>;
  /** Applies the change at once and resolves when it is saved. */
  update(collection: Collection, change: Change): Promise<void>;
  close(): Promise<void>;
};

const SUFFIX = ".jsonl";

/** All collections, in memory, and on disk when a folder is given; what the folder holds is loaded first. */
export async function openCollections(dataDir: string | undefined): Promise<Collections> {
  const folder = dataDir === undefined ? undefined : join(dataDir, "collections");
  const collections = new Map<string, Collection>();
  const files = new Map<string, Promise<CollectionFile>>();
  const pathOf = (name: string): string => join(folder ?? "", `${encodeURIComponent(name)}${SUFFIX}`);

  async function save(collection: Collection): Promise<void> {
    if (folder === undefined) return;
    // Kept as a promise: an update that comes while the file is being started waits for it.
    const file = writeCollectionFile(pathOf(collection.name), collection);
    files.set(collection.name, file);
    await file;
  }

  if (folder !== undefined) {
    await mkdir(folder, { recursive: true });
    for (const file of (await readdir(folder)).filter((entry) => entry.endsWith(SUFFIX))) {
      const name = decodeURIComponent(file.slice(0, -SUFFIX.length));
      const collection = await readCollectionFile(join(folder, file), name);
      collections.set(name, collection);
      await save(collection);
    }
  }

  return {
    names: () => [...collections.keys()].toSorted(),
    has: (name) => collections.has(name),
    get(name) {
      const collection = collections.get(name);
      if (!collection) throw notFound(`Collection \`${name}\` doesn't exist!`);
      return collection;
    },
    async create(name, body) {
      if (name.length > 255 || /[<>:"/\\|?*\0]/.test(name)) throw invalid("collection_name: invalid name");
      if (collections.has(name)) {
        throw new QdrantError(409, `Wrong input: Collection \`${name}\` already exists!`);
      }
      const collection = createCollection(name, parseCollectionConfig(body));
      collections.set(name, collection);
      await save(collection);
    },
    async drop(name) {
      const existed = collections.delete(name);
      await (await files.get(name))?.remove();
      files.delete(name);
      return existed;
    },
    async update(collection, change) {
      applyChange(collection, change);
      await (await files.get(collection.name))?.append(change);
    },
    async close() {
      await Promise.all([...files.values()].map(async (file) => (await file).close()));
    },
  };
}
