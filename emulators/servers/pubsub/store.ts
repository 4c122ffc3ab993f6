import type { Message, UnpublishedMessage } from "./delivery/message.ts";
import { createSubscription, type Subscription, type SubscriptionContext } from "./delivery/subscription.ts";
import { notFound, unavailable } from "./grpc/status-error.ts";
import type { Journal } from "./journal/journal.ts";
import type { SubscriptionConfig } from "./resources/subscription-config.ts";
import { deletedTopic, type TopicConfig } from "./resources/topic-config.ts";

/** All topics and subscriptions of one server, and the way of a message from the one to the others. */
export type Store = {
  readonly topics: ReadonlyMap<string, TopicConfig>;
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  /** Throws NOT_FOUND. */
  getTopic(name: string): TopicConfig;
  /** Creates or replaces. */
  saveTopic(config: TopicConfig): void;
  /** Its subscriptions stay, with what they hold. Throws NOT_FOUND. */
  deleteTopic(name: string): void;
  listSubscriptionsOf(topic: string): Subscription[];
  /** Throws NOT_FOUND. */
  getSubscription(name: string): Subscription;
  /** Creates or reconfigures. */
  saveSubscription(config: SubscriptionConfig): Subscription;
  /** Drops what it holds and ends its consumers. Throws NOT_FOUND. */
  deleteSubscription(name: string): void;
  /** Gives the message id back. Throws NOT_FOUND. */
  publish(topic: string, message: UnpublishedMessage): string;
  /** Stops all delivery. */
  close(): void;
};

export function createStore(options: {
  journal: Journal;
  pushConsumer: SubscriptionContext["pushConsumer"];
}): Store {
  const { journal } = options;
  const topics = new Map<string, TopicConfig>();
  const subscriptions = new Map<string, Subscription>();
  const byTopic = new Map<string, Set<Subscription>>();
  let lastMessageId = 0;

  // From the clock, so that ids stay unique and in publish order across restarts too.
  function nextMessageId(): string {
    lastMessageId = Math.max(lastMessageId + 1, Date.now() * 1000);
    return String(lastMessageId);
  }

  function getTopic(name: string): TopicConfig {
    const topic = topics.get(name);
    if (topic === undefined) throw notFound(name);
    return topic;
  }

  function getSubscription(name: string): Subscription {
    const subscription = subscriptions.get(name);
    if (subscription === undefined) throw notFound(name);
    return subscription;
  }

  function publish(topic: string, unpublished: UnpublishedMessage): string {
    getTopic(topic);
    const messageId = nextMessageId();
    const nowMs = Date.now();
    const publishTime = { seconds: Math.floor(nowMs / 1000), nanos: (nowMs % 1000) * 1e6 };
    const message: Message = { ...unpublished, messageId, publishTime };
    const deliveries = [];
    for (const subscription of byTopic.get(topic) ?? []) {
      const delivery = subscription.offer(message);
      if (delivery !== undefined) deliveries.push(delivery);
    }
    if (deliveries.length > 0) journal.published(message, deliveries);
    return messageId;
  }

  const context: SubscriptionContext = {
    journal,
    pushConsumer: options.pushConsumer,
    publishDeadLetter(topic, message) {
      if (!topics.has(topic)) return false;
      publish(topic, message);
      return true;
    },
  };

  function createInTopic(config: SubscriptionConfig): Subscription {
    const subscription = createSubscription(config, context);
    subscriptions.set(config.name, subscription);
    const siblings = byTopic.get(config.topic);
    if (siblings === undefined) byTopic.set(config.topic, new Set([subscription]));
    else siblings.add(subscription);
    return subscription;
  }

  return {
    topics,
    subscriptions,
    getTopic,
    saveTopic(config) {
      topics.set(config.name, config);
      journal.topicSaved(config);
    },
    deleteTopic(name) {
      getTopic(name);
      topics.delete(name);
      journal.topicDeleted(name);
      for (const subscription of byTopic.get(name) ?? []) {
        subscription.configure({ ...subscription.config, topic: deletedTopic });
      }
      byTopic.delete(name);
    },
    listSubscriptionsOf: (topic) => [...(byTopic.get(topic) ?? [])],
    getSubscription,
    saveSubscription(config) {
      const existing = subscriptions.get(config.name);
      existing?.configure(config);
      journal.subscriptionSaved(config);
      return existing ?? createInTopic(config);
    },
    deleteSubscription(name) {
      const subscription = getSubscription(name);
      subscriptions.delete(name);
      byTopic.get(subscription.config.topic)?.delete(subscription);
      subscription.close(notFound(name));
      journal.subscriptionDeleted(name);
    },
    publish,
    close() {
      const reason = unavailable("The server closes.");
      for (const subscription of subscriptions.values()) subscription.close(reason);
    },
  };
}
