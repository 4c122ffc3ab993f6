import { resourceNameParts } from "../resources/resource-name.ts";
import type { Delivery } from "./delivery.ts";
import { publishedAtMs, type UnpublishedMessage } from "./message.ts";

/**
 * The message as it goes to the dead-letter topic: the original with attributes that say where it failed.
 * https://cloud.google.com/pubsub/docs/handling-failures#how_dead_letter_topics_work
 */
export function deadLetterMessage(delivery: Delivery): UnpublishedMessage {
  const { project, id } = resourceNameParts(delivery.subscription);
  const { data, attributes, orderingKey } = delivery.message;
  return {
    data,
    orderingKey,
    attributes: {
      ...attributes,
      CloudPubSubDeadLetterSourceDeliveryCount: String(delivery.attempts),
      CloudPubSubDeadLetterSourceSubscription: id,
      CloudPubSubDeadLetterSourceSubscriptionProject: project,
      CloudPubSubDeadLetterSourceTopicPublishTime: new Date(publishedAtMs(delivery.message)).toISOString(),
    },
  };
}
