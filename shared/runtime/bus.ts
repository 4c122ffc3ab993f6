import type { PubSub, Topic } from "@google-cloud/pubsub";
import type { Envelope } from "../contracts/envelope.ts";
import { type TopicName, topics } from "../contracts/topics.ts";
import { defineClient } from "./client.ts";

export type Bus = {
  /**
   * Resolves once Pub/Sub has taken every one of the events; rejects if it refused any.
   * Events of one instance that leave in the same few milliseconds share a request.
   */
  publish(events: readonly Envelope[]): Promise<void>;
  /** Whether Pub/Sub answers. */
  check(): Promise<void>;
  close(): Promise<void>;
};

type BusOptions = {
  projectId: string;
  /** Longest wait for company in a request. */
  batchWaitMs?: number;
  /** Pub/Sub is tried for this long before the caller is told: Meta, or the next delivery, tries again. */
  publishTimeoutMs?: number;
};

/** Our one client of Pub/Sub. It loads and connects at the first publish. */
export function createBus({ projectId, batchWaitMs = 2, publishTimeoutMs = 10_000 }: BusOptions): Bus {
  let client: PubSub | undefined;
  let connecting: Promise<PubSub> | undefined;
  const publishers = new Map<string, Topic>();

  async function connect(): Promise<PubSub> {
    connecting ??= signIn(projectId);
    try {
      client = await connecting;
      return client;
    } catch (error) {
      connecting = undefined;
      throw error;
    }
  }

  function publisherOf(connected: PubSub, name: string): Topic {
    let publisher = publishers.get(name);
    if (!publisher) {
      publisher = connected.topic(name, {
        messageOrdering: true,
        batching: { maxMessages: 500, maxMilliseconds: batchWaitMs },
        gaxOpts: { retry: { backoffSettings: retriesWithin(publishTimeoutMs) } },
      });
      publishers.set(name, publisher);
    }
    return publisher;
  }

  async function publishOne(connected: PubSub, event: Envelope): Promise<void> {
    const publisher = publisherOf(connected, event.topic);
    const orderingKey = orderingKeyOf(event);
    try {
      await publisher.publishMessage({
        data: Buffer.from(JSON.stringify(event)),
        attributes: attributesOf(event),
        ...(orderingKey === undefined ? {} : { orderingKey }),
      });
    } catch (error) {
      // The client refuses a key for good after one failure, until it is told to go on.
      if (orderingKey !== undefined) publisher.resumePublishing(orderingKey);
      throw error;
    }
  }

  return {
    async publish(events) {
      const connected = client ?? (await connect());
      const outcomes = await Promise.allSettled(events.map((event) => publishOne(connected, event)));
      const failed = outcomes.filter((outcome) => outcome.status === "rejected");
      if (failed.length > 0)
        throw new AggregateError(
          failed.map((outcome) => outcome.reason),
          "Pub/Sub did not take every event",
        );
    },
    async check() {
      await (client ?? (await connect())).topic("message.received").getMetadata({ timeout: 2_000 });
    },
    async close() {
      await Promise.all([...publishers.values()].map(async (publisher) => publisher.flush()));
      await client?.close();
    },
  };
}

/**
 * The client with its credentials found. Left to find them at its first call, a failed look-up would stay with it for good,
 * and would be a rejection that nobody handles as well, at which the framework ends the instance.
 */
async function signIn(projectId: string): Promise<PubSub> {
  const [{ PubSub: Client, v1 }, { GoogleAuth }] = await Promise.all([
    import("@google-cloud/pubsub"),
    import("google-auth-library"),
  ]);
  const auth = new GoogleAuth({ projectId, scopes: v1.PublisherClient.scopes });
  const made = new Client({ projectId, auth });
  if (!made.isEmulator) await auth.getClient();
  return made;
}

/**
 * The client's own pauses between tries grow to a minute and count towards no limit, so that a timeout of 10 s
 * has been seen to take 30; with short ones it ends about when it says.
 */
function retriesWithin(totalMs: number) {
  return {
    initialRetryDelayMillis: 100,
    retryDelayMultiplier: 2,
    maxRetryDelayMillis: 500,
    initialRpcTimeoutMillis: totalMs / 2,
    rpcTimeoutMultiplier: 1,
    maxRpcTimeoutMillis: totalMs / 2,
    totalTimeoutMillis: totalMs,
  };
}

/** What a person looking at a dead letter wants to see, and what subscriptions filter by; few, because the client walks through every one. */
function attributesOf(event: Envelope): Record<string, string> {
  const declaration = topics[event.topic as TopicName];
  return {
    topic: event.topic,
    ...(event.tenantId === undefined ? {} : { tenantId: event.tenantId }),
    ...("attributes" in declaration
      ? (declaration.attributes as (data: unknown) => Record<string, string>)(event.data)
      : {}),
  };
}

export function orderingKeyOf(event: Envelope): string | undefined {
  const declaration = topics[event.topic as TopicName];
  if (!("orderingKey" in declaration)) return undefined;
  return (declaration.orderingKey as (data: unknown) => string | undefined)(event.data);
}

/** Pub/Sub, to publish to. */
export const pubsub = defineClient(["GOOGLE_CLOUD_PROJECT"], (config, { onClose }) => {
  const bus = createBus({ projectId: config.GOOGLE_CLOUD_PROJECT });
  onClose(async () => bus.close());
  return bus;
});
