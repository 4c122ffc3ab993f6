import { type FunctionDeclaration, type FunctionName, functionNames, functions } from "./functions.ts";
import { deadLetterTopicOf, type TopicName, topicNames, topics } from "./topics.ts";

export type Subscription = {
  /** Pub/Sub's id of it. */
  name: string;
  /** Pub/Sub's id of the topic it reads: a declared one or the dead-letter topic of one. */
  topic: string;
  pushTo: FunctionName;
  ordered: boolean;
  /** Events that do not fit it are not delivered. */
  filter?: string;
  ackDeadlineSeconds: number;
  minimumBackoffSeconds: number;
  maximumBackoffSeconds: number;
  /** Absent where a message is tried until Pub/Sub's retention ends: keeping dead letters must not fail for good. */
  deadLetter?: { topic: string; maxDeliveryAttempts: number };
};

/** Deliveries of one event before it becomes a dead letter. */
export const maxDeliveryAttempts = 20;

/** Every push subscription that the declarations ask for. */
export function listSubscriptions(): Subscription[] {
  return functionNames.flatMap((name) => {
    const { trigger }: FunctionDeclaration = functions[name];
    switch (trigger.kind) {
      case "event":
        return trigger.topics.map((topic) => eventSubscription(name, topic, trigger.filters?.[topic]));
      case "dead-letters":
        return [...trigger.topics, ...topicNames.map(deadLetterTopicOf)].map((topic) =>
          keeperSubscription(name, topic),
        );
      case "http":
      case "schedule":
        return [];
    }
  });
}

function eventSubscription(name: FunctionName, topic: TopicName, filter: string | undefined): Subscription {
  return {
    ...delivery(name, topic),
    ...(filter === undefined ? {} : { filter }),
    ordered: "orderingKey" in topics[topic],
    deadLetter: { topic: deadLetterTopicOf(topic), maxDeliveryAttempts },
  };
}

function keeperSubscription(name: FunctionName, topic: string): Subscription {
  return { ...delivery(name, topic), ordered: false };
}

function delivery(name: FunctionName, topic: string) {
  return {
    name: `${topic}.${name}`,
    topic,
    pushTo: name,
    // Pub/Sub allows 600 s at most; a function that takes longer is delivered again while it still runs.
    ackDeadlineSeconds: Math.min(functions[name].timeoutSeconds + 10, 600),
    minimumBackoffSeconds: 1,
    maximumBackoffSeconds: 60,
  };
}
