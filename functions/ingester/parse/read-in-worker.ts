import { setPriority } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { IngestFailure, type IngestFailureCode } from "../ingest-failure.ts";
import type { ReadDocument } from "./read-chunks.ts";
import type { SourceFile } from "../blocks/source-file.ts";

/** `heapMiB` of JavaScript's objects; `growthMiB` of these and of buffers, in which a bomb inside a PDF unpacks. */
export type ReadLimits = { timeMs: number; heapMiB: number; growthMiB: number };

const checkEveryMs = 100;
/** What an instance has for all that it reads at once, if a thread does not even come to tell what it takes. */
const mostGrowthMiB = 720;
const niceness = 5;

type Job = { job: "read-document"; file: SourceFile; embeddingModel: string };
type Result = { read: ReadDocument } | { code: IngestFailureCode } | { broken: string };

/**
 * Reads a document in a thread of its own, within limits of time and memory, so that no file can bring the instance down:
 * what goes beyond them, or breaks its parser, ends in an `IngestFailure`.
 */
export async function readInWorker(
  file: SourceFile,
  embeddingModel: string,
  { timeMs, heapMiB, growthMiB }: ReadLimits,
): Promise<ReadDocument> {
  const job: Job = { job: "read-document", file, embeddingModel };
  // This very file: it is its own entry in the thread, so that a bundle has it wherever its chunks lie.
  const worker = new Worker(new URL(import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: heapMiB, maxYoungGenerationSizeMb: 32 },
  });
  const startedAt = performance.now();
  const before = process.memoryUsage.rss();
  const { promise, resolve, reject } = Promise.withResolvers<ReadDocument>();
  const watch = setInterval(() => {
    if (performance.now() - startedAt > timeMs) reject(new IngestFailure("timed-out"));
    else if (process.memoryUsage.rss() - before > mostGrowthMiB * 2 ** 20)
      reject(new IngestFailure("too-complex"));
    else void sizeOf(worker).then((mib) => mib > growthMiB && reject(new IngestFailure("too-complex")));
  }, checkEveryMs);
  worker.on("message", (result: Result) => {
    if ("read" in result) resolve(result.read);
    else if ("code" in result) reject(new IngestFailure(result.code));
    else reject(new IngestFailure("damaged", { cause: new Error(result.broken) }));
  });
  worker.on("error", (error: Error & { code?: string }) => {
    reject(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? new IngestFailure("too-complex") : error);
  });
  worker.on("exit", () => reject(new IngestFailure("too-complex")));
  try {
    return await promise;
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
}

/** In MiB; 0 of a thread that is no more. */
async function sizeOf(worker: Worker): Promise<number> {
  const { total_heap_size: heap, external_memory: buffers } = await worker
    .getHeapStatistics()
    .catch(() => ({ total_heap_size: 0, external_memory: 0 }));
  return (heap + buffers) / 2 ** 20;
}

async function readForParent({ file, embeddingModel }: Job): Promise<Result> {
  const { bytes } = file;
  const { readChunks } = await import("./read-chunks.ts");
  try {
    // A buffer arrives as the plain array that it is made of.
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return { read: await readChunks({ ...file, bytes: buffer }, embeddingModel) };
  } catch (error) {
    if (error instanceof IngestFailure) return { code: error.code };
    // A parser that fails on a file says that the file is broken; one that cannot be loaded says that we are.
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") throw error;
    return { broken: error instanceof Error ? error.message : "unknown" };
  }
}

if (!isMainThread && (workerData as Partial<Job> | null)?.job === "read-document") {
  // Whatever waits for an answer comes first. Linux takes it for this thread, others for the whole process.
  if (process.platform === "linux") setPriority(niceness);
  parentPort?.postMessage(await readForParent(workerData as Job), []);
}
