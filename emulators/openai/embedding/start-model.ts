import { Worker } from "node:worker_threads";
import type { EmbedJob, EmbedResult } from "./embed-worker.ts";

export type Model = {
  /** Unit vectors of up to a few texts, each of at most about a thousand characters. */
  embed(texts: string[]): Promise<Float32Array[]>;
  close(): Promise<void>;
};

type Waiting = { resolve: (vectors: Float32Array[]) => void; reject: (error: Error) => void };

/** A thread with the sentence encoder, started at the first use (about 0.4 s). */
export function startModel(): Model {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;

  function fail(error: Error, stopped = worker): void {
    if (stopped !== worker) return;
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function spawn(): Worker {
    const started = new Worker(new URL("embed-worker.ts", import.meta.url));
    started.on("message", (result: EmbedResult) => {
      const job = waiting.get(result.id);
      waiting.delete(result.id);
      if ("error" in result) job?.reject(new Error(result.error));
      else job?.resolve(result.vectors);
    });
    started.on("error", (error) => fail(error instanceof Error ? error : new Error(String(error)), started));
    started.on("exit", () => fail(new Error("The embedding model has stopped."), started));
    return started;
  }

  return {
    embed: (texts) => {
      worker ??= spawn();
      const job: EmbedJob = { id: ++lastId, texts };
      const { promise, resolve, reject } = Promise.withResolvers<Float32Array[]>();
      waiting.set(job.id, { resolve, reject });
      worker.postMessage(job, []);
      return promise;
    },
    close: async () => {
      const running = worker;
      fail(new Error("The embedding model is closed."));
      await running?.terminate();
    },
  };
}
