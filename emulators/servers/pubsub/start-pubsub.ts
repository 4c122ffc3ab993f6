import { join } from "node:path";
import { Server } from "@grpc/grpc-js";
import type { LocalServer, LocalServerOptions } from "../local-server.ts";
import { publisherDefinition, subscriberDefinition } from "./grpc/definitions.ts";
import { listen } from "./grpc/listen.ts";
import { publisherService } from "./grpc/publisher-service.ts";
import { subscriberService } from "./grpc/subscriber-service.ts";
import { createFileJournal } from "./journal/file-journal.ts";
import { noJournal } from "./journal/journal.ts";
import { readJournal } from "./journal/read-journal.ts";
import { replay } from "./journal/replay.ts";
import { snapshot } from "./journal/snapshot.ts";
import { createPostPush } from "./push/post-push.ts";
import { createPushAgents } from "./push/push-agents.ts";
import { createPushConsumer } from "./push/push-consumer.ts";
import { createStore } from "./store.ts";

export type PubSubOptions = LocalServerOptions & {
  /** Push requests in flight per subscription; 64 unless said otherwise. */
  maxPushesInFlight?: number;
};

export type LocalPubSub = LocalServer & {
  /** Messages not yet acked, counted once per subscription; of one subscription by its full name, or of all. */
  unackedCount(subscription?: string): number;
};

const expiryCheckMs = 10 * 60_000;
const maxMessageBytes = 32 * 1024 * 1024;

/**
 * A local Pub/Sub that speaks `google.pubsub.v1` over gRPC; its `url` is what `PUBSUB_EMULATOR_HOST` wants. Push requests
 * carry no OIDC token. Rejects with EADDRINUSE when the port is taken.
 */
export async function startPubSub(options: PubSubOptions): Promise<LocalPubSub> {
  const path = options.dataDir === undefined ? undefined : join(options.dataDir, "pubsub.jsonl");
  const fileJournal = path === undefined ? undefined : createFileJournal(path);
  const journal = fileJournal ?? noJournal;
  const agents = createPushAgents();
  const store = createStore({
    journal,
    pushConsumer: (subscription, endpoint) =>
      createPushConsumer(subscription, createPostPush(endpoint, agents), options.maxPushesInFlight ?? 64),
  });
  const server = new Server({ "grpc.max_receive_message_length": maxMessageBytes });
  server.addService(publisherDefinition, publisherService(store));
  server.addService(subscriberDefinition, subscriberService(store));
  // The port also guards the journal: a second server with the same settings must not touch it.
  const port = await listen(server, options.port);
  if (path !== undefined) replay(readJournal(path), store);
  fileJournal?.start(() => snapshot(store));
  const expiry = setInterval(() => dropExpired(), expiryCheckMs);
  expiry.unref();
  dropExpired();

  function dropExpired(): void {
    for (const subscription of store.subscriptions.values()) subscription.dropExpired(Date.now());
  }

  return {
    url: `127.0.0.1:${port}`,
    port,
    unackedCount(name) {
      const counted = name === undefined ? store.subscriptions.values() : [store.getSubscription(name)];
      return [...counted].reduce((sum, { unackedCount }) => sum + unackedCount, 0);
    },
    async close() {
      clearInterval(expiry);
      journal.close();
      store.close();
      agents.close();
      await new Promise<void>((resolve) => {
        server.tryShutdown(() => resolve());
        server.forceShutdown();
      });
    },
  };
}
