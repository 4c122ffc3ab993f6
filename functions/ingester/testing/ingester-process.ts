import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startPubSub } from "../../../emulators/servers/pubsub/start-pubsub.ts";
import { buildDelivery, buildEvent } from "../../../shared/testing/builders.ts";
import { type HoldingProxy, startHoldingProxy } from "./holding-proxy.ts";
import type { IngesterUnderTest, Upload } from "./ingester.ts";

export type IngesterProcess = {
  /** Between the process and its servers. */
  readonly qdrant: HoldingProxy;
  readonly openai: HoldingProxy;
  readonly storage: HoldingProxy;
  /** Delivers as Pub/Sub does; resolves to the answer's status, undefined when the process dies over it. */
  upload(upload: Upload): Promise<number | undefined>;
  remove(tenantId: string, documentId: string): Promise<number | undefined>;
  /** Ends the process as a crash does, forgets what is held, and starts a new one. */
  crash(): Promise<void>;
  close(): Promise<void>;
};

type Running = { child: ChildProcess; port: number };

const host = fileURLToPath(new URL("../../../emulators/stack/functions-host.ts", import.meta.url));

/** The ingester as it is deployed, in a process of its own that can be killed, on the servers of `docs`. */
export async function startIngesterProcess(docs: IngesterUnderTest): Promise<IngesterProcess> {
  const { config } = docs.services;
  const [qdrant, openai, storage, pubsub] = await Promise.all([
    startHoldingProxy(config.QDRANT_URL),
    startHoldingProxy(config.OPENAI_BASE_URL),
    startHoldingProxy(process.env["STORAGE_EMULATOR_HOST"] ?? ""),
    startPubSub({ port: 0 }),
  ]);
  const env = {
    PATH: process.env["PATH"] ?? "",
    METADATA_SERVER_DETECTION: "none",
    GOOGLE_CLOUD_PROJECT: config.GOOGLE_CLOUD_PROJECT,
    LOG_LEVEL: "silent",
    PUBSUB_EMULATOR_HOST: pubsub.url,
    STORAGE_EMULATOR_HOST: storage.url,
    DATABASE_URL: docs.database.appUrl,
    OPENAI_API_KEY: config.OPENAI_API_KEY,
    OPENAI_BASE_URL: openai.url,
    OPENAI_EMBEDDING_DIMENSIONS: String(config.OPENAI_EMBEDDING_DIMENSIONS),
    QDRANT_URL: qdrant.url,
    DOCUMENTS_BUCKET: config.DOCUMENTS_BUCKET,
  };
  async function start(): Promise<Running> {
    const child = fork(host, ["ingester=0"], { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const [message] = (await once(child, "message")) as [{ ports: { ingester: number } }];
    return { child, port: message.ports.ingester };
  }

  let running = await start();
  /** The one that takes its place, so that a crash costs no waiting. */
  let next = start();

  async function deliver(body: unknown): Promise<number | undefined> {
    try {
      const headers = { "content-type": "application/json" };
      const url = `http://127.0.0.1:${running.port}/`;
      return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).status;
    } catch {
      return undefined;
    }
  }

  return {
    qdrant,
    openai,
    storage,
    async upload({ objectName, generation, sizeBytes }) {
      const resource = { contentType: "application/octet-stream", size: String(sizeBytes) };
      const attributes = {
        eventType: "OBJECT_FINALIZE",
        bucketId: config.DOCUMENTS_BUCKET,
        objectId: objectName,
        objectGeneration: generation,
      };
      return deliver(buildDelivery(resource, { attributes }));
    },
    remove: async (tenantId, documentId) =>
      deliver(buildDelivery(buildEvent("document.deleted", { documentId }, tenantId))),
    async crash() {
      await kill(running);
      for (const proxy of [qdrant, openai, storage]) proxy.release();
      running = await next;
      next = start();
    },
    async close() {
      await Promise.all([kill(running), next.then(kill)]);
      await Promise.all([qdrant.close(), openai.close(), storage.close(), pubsub.close()]);
    },
  };
}

async function kill({ child }: Running): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}
