import { PubSub } from "@google-cloud/pubsub";
import type { ClientConfig, Topic } from "@google-cloud/pubsub";
import type { PendingMessage } from "../store.ts";

const publishTimeoutMs = 5_000;

/** Never asked for a token; but without it the client looks for credentials of this machine, also on the network. */
const noCredentials = { universeDomain: "googleapis.com" } as NonNullable<ClientConfig["authClient"]>;

export type Publisher = { publish: (message: PendingMessage) => Promise<void>; close: () => Promise<void> };

/** Publishes by the official client to a Pub/Sub server without authentication; it does not retry, its caller does. */
export function connectPublisher(projectId: string, pubsubHost: string): Publisher {
  const pubsub = new PubSub({
    projectId,
    apiEndpoint: pubsubHost,
    emulatorMode: true,
    authClient: noCredentials,
  });
  const topics = new Map<string, Topic>();

  function topicOf(name: string): Topic {
    const known = topics.get(name);
    if (known) return known;
    const topic = pubsub.topic(name, {
      batching: { maxMessages: 1 },
      gaxOpts: { timeout: publishTimeoutMs, retry: null },
    });
    topics.set(name, topic);
    return topic;
  }

  return {
    async publish({ topic, attributes, data }) {
      await topicOf(topic).publishMessage({ attributes, data: Buffer.from(data) });
    },
    close: () => pubsub.close(),
  };
}
