import { Worker } from "node:worker_threads";
import type { EmbedJob, EmbedResult } from "./embed-worker.ts";

export type Model = {
  /**
   * Unit vectors of up to a few texts, each of at most about a thousand characters. What is bulk waits until nothing else
   * does: a customer's question does not stand behind the chapters of a document.
   */
  embed(texts: string[], how: { isBulk: boolean }): Promise<Float32Array[]>;
  close(): Promise<void>;
};

type Asked = {
  texts: string[];
  resolve: (vectors: Float32Array[]) => void;
  reject: (error: Error) => void;
};

/** A thread with the sentence encoder, started at the first use (about 0.4 s). It gets one job at a time. */
export function startModel(): Model {
  let questions: Asked[] = [];
  let bulk: Asked[] = [];
  let running: Asked | undefined;
  let worker: Worker | undefined;

  function fail(error: Error, stopped = worker): void {
    if (stopped !== worker) return;
    worker = undefined;
    const all = [...(running === undefined ? [] : [running]), ...questions, ...bulk];
    [running, questions, bulk] = [undefined, [], []];
    for (const { reject } of all) reject(error);
  }

  function spawn(): Worker {
    const started = new Worker(new URL("embed-worker.ts", import.meta.url));
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
    running = questions.shift() ?? bulk.shift();
    if (running === undefined) return;
    worker ??= spawn();
    const job: EmbedJob = { texts: running.texts };
    worker.postMessage(job, []);
  }

  return {
    async embed(texts, { isBulk }) {
      const { promise, resolve, reject } = Promise.withResolvers<Float32Array[]>();
      (isBulk ? bulk : questions).push({ texts, resolve, reject });
      runNext();
      return promise;
    },
    close: async () => {
      const stopped = worker;
      fail(new Error("The embedding model is closed."));
      await stopped?.terminate();
    },
  };
}
