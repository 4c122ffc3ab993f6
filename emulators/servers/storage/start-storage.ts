import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalServer, LocalServerOptions } from "../local-server.ts";
import { serve } from "./http/serve.ts";
import { openOutbox } from "./notifications/outbox.ts";
import { connectPublisher } from "./notifications/pubsub-publisher.ts";
import type { Signers } from "./signed/check-signed-url.ts";
import { openStore } from "./store.ts";
import type { Store } from "./store.ts";

export type StorageOptions = LocalServerOptions & {
  projectId: string;
  /** Where notifications go, such as `127.0.0.1:8085`. Without it they stay pending. */
  pubsubHost?: string | undefined;
  /** Whose signed URLs count. Without any none does. */
  signers?: Signers;
};

/**
 * Starts a Cloud Storage server: the JSON API, V4 signed URLs, and Pub/Sub notifications. `url` is what
 * STORAGE_EMULATOR_HOST wants. Signatures are verified, but the JSON API asks nobody who they are; there are no old versions
 * of objects, and no lifecycle at work.
 */
export async function startStorage(options: StorageOptions): Promise<LocalServer> {
  const { projectId, pubsubHost, dataDir, signers = {} } = options;
  const opening = Promise.withResolvers<Store>();
  const server = createServer((req, res) => {
    void opening.promise.then((store) => {
      const query = new URLSearchParams((req.url ?? "").split("?").slice(1).join("?"));
      const origin = `http://${req.headers.host ?? `127.0.0.1:${port}`}`;
      return serve({ req, res, query, store, outbox, serverUrl: url, origin, projectId, signers });
    });
  });
  // A large upload over a slow link may take any time.
  server.requestTimeout = 0;
  // The port comes first: whoever holds it may hold the folder too, and opening that tidies it up.
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), "storage-")));
  const store = await openStore(folder).catch((error: unknown) => {
    server.close();
    server.closeAllConnections();
    throw error;
  });
  const publisher = pubsubHost === undefined ? undefined : connectPublisher(projectId, pubsubHost);
  const outbox = openOutbox(store.pending, publisher?.publish);
  outbox.resume();
  opening.resolve(store);

  return {
    url,
    port,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      outbox.close();
      await publisher?.close();
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
