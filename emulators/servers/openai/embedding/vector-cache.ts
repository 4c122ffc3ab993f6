import { mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

/** Vectors by text hash, the least recently used forgotten first. */
export type VectorCache = {
  get(key: string): Float32Array | undefined;
  set(key: string, vector: Float32Array): void;
  close(): Promise<void>;
};

const dimensions = 512;
const keyBytes = 16;
const recordBytes = keyBytes + dimensions * 4;
const capacity = 20_000;
const saveAfterMs = 500;

/**
 * Opens the cache; with a folder it is kept in one file of fixed-size records that is only appended to, so that a
 * killed process loses at most the last half second and a cut last record is skipped. Close compacts it.
 */
export async function openVectorCache(dataDir: string | undefined): Promise<VectorCache> {
  const vectors = new Map<string, Float32Array>();
  const file = dataDir === undefined ? undefined : path.join(dataDir, "embeddings-en-0.2.0.bin");
  if (dataDir !== undefined && file !== undefined) {
    await mkdir(dataDir, { recursive: true });
    const saved = await readRecords(file);
    for (const [key, vector] of saved) remember(key, vector);
    await writeRecords(file, vectors);
  }
  let pending: [string, Float32Array][] = [];
  let timer: NodeJS.Timeout | undefined;
  let saving = Promise.resolve();

  function remember(key: string, vector: Float32Array): void {
    vectors.delete(key);
    vectors.set(key, vector);
    const oldest = vectors.keys().next();
    if (vectors.size > capacity && oldest.done !== true) vectors.delete(oldest.value);
  }

  function save(): void {
    timer = undefined;
    const records = Buffer.concat(pending.map(([key, vector]) => toRecord(key, vector)));
    pending = [];
    if (file === undefined) return;
    saving = saving
      .then(() => append(file, records))
      .catch((error: unknown) => console.error("embeddings were not saved:", error));
  }

  return {
    get: (key) => {
      const vector = vectors.get(key);
      if (vector !== undefined) remember(key, vector);
      return vector;
    },
    set: (key, vector) => {
      remember(key, vector);
      if (file === undefined) return;
      pending.push([key, vector]);
      timer ??= setTimeout(save, saveAfterMs);
    },
    close: async () => {
      clearTimeout(timer);
      await saving;
      if (file !== undefined) await writeRecords(file, vectors);
    },
  };
}

async function append(file: string, records: Buffer): Promise<void> {
  const handle = await open(file, "a");
  try {
    await handle.write(records);
  } finally {
    await handle.close();
  }
}

async function readRecords(file: string): Promise<[string, Float32Array][]> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  return Array.from({ length: Math.floor(bytes.length / recordBytes) }, (_, i) => {
    const record = bytes.subarray(i * recordBytes, (i + 1) * recordBytes);
    const vector = new Float32Array(dimensions);
    for (let j = 0; j < dimensions; j++) vector[j] = record.readFloatLE(keyBytes + j * 4);
    return [record.toString("hex", 0, keyBytes), vector];
  });
}

/** Replaces the file in one step, so that a crash leaves either the old or the new one. */
async function writeRecords(file: string, vectors: ReadonlyMap<string, Float32Array>): Promise<void> {
  await writeFile(`${file}.new`, Buffer.concat([...vectors].map(([key, vector]) => toRecord(key, vector))));
  await rename(`${file}.new`, file);
}

function toRecord(key: string, vector: Float32Array): Buffer {
  const record = Buffer.alloc(recordBytes);
  record.write(key, "hex");
  for (const [i, value] of vector.entries()) record.writeFloatLE(value, keyBytes + i * 4);
  return record;
}
