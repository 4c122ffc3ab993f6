import { createReadStream } from "node:fs";
import { open, rename, rm, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { applyChange, type Change } from "./change.ts";
import { decodeChange, encodeChange } from "./change-codec.ts";
import { parseCollectionConfig } from "./collection-config.ts";
import { createCollection, getPoint, type Collection } from "./collection.ts";

/** The file of one collection: its settings on the first line, then a line for every change since. */
export type CollectionFile = {
  /** Resolves once the change is with the operating system, and so outlives this process. */
  append(change: Change): Promise<void>;
  close(): Promise<void>;
  remove(): Promise<void>;
};

const POINTS_PER_LINE = 100;

/** Starts the file anew from the collection as it is: every point once, whatever history led there. */
export async function writeCollectionFile(path: string, collection: Collection): Promise<CollectionFile> {
  const draft = `${path}.new`;
  await writeFile(draft, "");
  const handle = await open(draft, "a");
  await handle.appendFile(`${JSON.stringify(collection.config.request)}\n`);
  for (const change of changesTo(collection)) await handle.appendFile(`${encodeChange(change)}\n`);
  await rename(draft, path);

  let writes = Promise.resolve();
  return {
    // Appends queue up, so lines stand in the order in which the changes were applied.
    append(change) {
      const line = `${encodeChange(change)}\n`;
      writes = writes.then(() => handle.appendFile(line));
      return writes;
    },
    async close() {
      await writes;
      await handle.close();
    },
    async remove() {
      await writes;
      await handle.close();
      await rm(path, { force: true });
    },
  };
}

/** Reads a collection back. A last line that a crash cut short is dropped; an unreadable line elsewhere is an error. */
export async function readCollectionFile(path: string, name: string): Promise<Collection> {
  let collection: Collection | undefined;
  let broken: unknown;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (broken !== undefined) throw new Error(`${path} is damaged`, { cause: broken });
    try {
      if (collection) applyChange(collection, decodeChange(line));
      else collection = createCollection(name, parseCollectionConfig(JSON.parse(line)));
    } catch (error) {
      broken = error;
    }
  }
  if (!collection) throw new Error(`${path} is damaged`, { cause: broken });
  return collection;
}

function* changesTo(collection: Collection): Generator<Change> {
  for (const { field, schema } of collection.indexes.values()) yield { kind: "index", field, schema };
  const slots = [...collection.slotOf.values()];
  for (let start = 0; start < slots.length; start += POINTS_PER_LINE) {
    const page = slots.slice(start, start + POINTS_PER_LINE);
    yield { kind: "put", points: page.flatMap((slot) => getPoint(collection, slot) ?? []) };
  }
}
