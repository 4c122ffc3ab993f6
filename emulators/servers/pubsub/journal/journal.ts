import type { Delivery } from "../delivery/delivery.ts";
import type { Message } from "../delivery/message.ts";
import type { SubscriptionConfig } from "../resources/subscription-config.ts";
import type { TopicConfig } from "../resources/topic-config.ts";

/** What is told of every change that must survive a restart. */
export type Journal = {
  topicSaved(config: TopicConfig): void;
  topicDeleted(name: string): void;
  subscriptionSaved(config: SubscriptionConfig): void;
  subscriptionDeleted(name: string): void;
  published(message: Message, deliveries: Delivery[]): void;
  attempted(delivery: Delivery): void;
  settled(delivery: Delivery): void;
  close(): void;
};

/** For a server whose state lives in memory only. */
export const noJournal: Journal = {
  topicSaved() {},
  topicDeleted() {},
  subscriptionSaved() {},
  subscriptionDeleted() {},
  published() {},
  attempted() {},
  settled() {},
  close() {},
};
