import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { LocalServer, LocalServerOptions } from "../local-server.ts";
import type { AuthWorkerData, AuthWorkerMessage } from "./auth-worker.ts";

export type FirebaseAuthOptions = LocalServerOptions & { projectId: string };

/**
 * Starts the real Firebase Auth emulator of `firebase-tools`; `url` is what FIREBASE_AUTH_EMULATOR_HOST wants.
 *
 * It runs in a worker thread: its modules and its start-up stay out of the way of everyone else in the process, and
 * unlike a child process it cannot outlive its parent. A small young generation keeps some 60 MB from piling up
 * while the API description is read.
 */
export async function startFirebaseAuth(options: FirebaseAuthOptions): Promise<LocalServer> {
  const worker = new Worker(new URL("auth-worker.ts", import.meta.url), {
    workerData: {
      port: options.port,
      projectId: options.projectId,
      dataDir: options.dataDir,
    } satisfies AuthWorkerData,
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  const [{ port }] = (await once(worker, "message")) as [AuthWorkerMessage];
  return {
    url: `127.0.0.1:${port}`,
    port,
    async close() {
      const exited = once(worker, "exit");
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage("close");
      await exited;
    },
  };
}
