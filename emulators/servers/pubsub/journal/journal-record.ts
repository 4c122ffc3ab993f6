import type { Delivery } from "../delivery/delivery.ts";
import type { Message } from "../delivery/message.ts";
import type { SubscriptionConfig } from "../resources/subscription-config.ts";
import type { TopicConfig } from "../resources/topic-config.ts";

/** One line of the journal. */
export type JournalRecord =
  | { kind: "topic"; config: TopicConfig }
  | { kind: "topic-gone"; name: string }
  | { kind: "subscription"; config: SubscriptionConfig }
  | { kind: "subscription-gone"; name: string }
  /** A message and the subscriptions that have not acked it, each with its attempts so far. `data` is base64. */
  | { kind: "message"; message: Omit<Message, "data"> & { data: string }; to: [string, number][] }
  | { kind: "acked"; subscription: string; messageIds: string[] }
  | { kind: "attempts"; subscription: string; messageId: string; attempts: number };

export function messageRecord(message: Message, deliveries: readonly Delivery[]): JournalRecord {
  return {
    kind: "message",
    message: { ...message, data: Buffer.from(message.data).toString("base64") },
    to: deliveries.map((delivery) => [delivery.subscription, delivery.attempts]),
  };
}

export function recordedMessage(record: JournalRecord & { kind: "message" }): Message {
  return { ...record.message, data: Buffer.from(record.message.data, "base64") };
}
