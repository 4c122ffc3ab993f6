import { Worker } from "node:worker_threads";
import type { EmbedJob, EmbedResult, ThreadOptions } from "./embed-worker.ts";

export type EmbedThread = {
  /** Unit vectors of up to a few texts, each of at most about a thousand characters. */
  embed(texts: string[]): Promise<Float32Array[]>;
  close(): Promise<void>;
};

type Asked = {
  texts: string[];
  resolve: (vectors: Float32Array[]) => void;
  reject: (error: Error) => void;
};

/**
 * A thread with the sentence encoder, started at the first use (about 0.4 s). It gets one job at a time. With `idleMs` it
 * gives its memory back when nobody has needed it for so long, and starts again when somebody does.
 */
export function startThread(options: ThreadOptions & { idleMs?: number }): EmbedThread {
  let waiting: Asked[] = [];
  let running: Asked | undefined;
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;

  function fail(error: Error, stopped = worker): void {
    if (stopped !== worker) return;
    worker = undefined;
    const all = [...(running === undefined ? [] : [running]), ...waiting];
    [running, waiting] = [undefined, []];
    for (const { reject } of all) reject(error);
  }

  function spawn(): Worker {
    const workerData: ThreadOptions = { niceness: options.niceness };
    const started = new Worker(new URL("embed-worker.ts", import.meta.url), { workerData });
    started.on("message", (result: EmbedResult) => {
      const done = running;
      running = undefined;
      if ("error" in result) done?.reject(new Error(result.error));
      else done?.resolve(result.vectors);
      runNext();
    });
    started.on("error", (error) => fail(error instanceof Error ? error : new Error(String(error)), started));
    started.on("exit", () => fail(new Error("The embedding model has stopped."), started));
    return started;
  }

  function runNext(): void {
    if (running !== undefined) return;
    running = waiting.shift();
    if (running === undefined) {
      rest();
      return;
    }
    clearTimeout(idle);
    worker ??= spawn();
    const job: EmbedJob = { texts: running.texts };
    worker.postMessage(job, []);
  }

  function rest(): void {
    if (options.idleMs !== undefined) idle = setTimeout(() => void stop(), options.idleMs).unref();
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const stopped = worker;
    fail(new Error("The embedding model is closed."));
    await stopped?.terminate();
  }

  return {
    async embed(texts) {
      const { promise, resolve, reject } = Promise.withResolvers<Float32Array[]>();
      waiting.push({ texts, resolve, reject });
      runNext();
      return promise;
    },
    close: stop,
  };
}
