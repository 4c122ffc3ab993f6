import { messageBytes, type UnpublishedMessage } from "../delivery/message.ts";
import { invalidArgument } from "./status-error.ts";

// https://cloud.google.com/pubsub/quotas#resource_limits
const limits = {
  messages: 1000,
  requestBytes: 10_000_000,
  attributes: 100,
  attributeKeyBytes: 256,
  attributeValueBytes: 1024,
  orderingKeyBytes: 1024,
};

/** Throws INVALID_ARGUMENT for a PublishRequest that the service would not take. */
export function checkPublish(messages: readonly UnpublishedMessage[]): void {
  checkRange("message_count", messages.length, limits.messages);
  if (messages.length === 0) throw invalidArgument("The request must hold at least one message.");
  let bytes = 0;
  for (const message of messages) {
    bytes += messageBytes(message);
    checkMessage(message);
    if (message.orderingKey !== messages[0]?.orderingKey) {
      throw invalidArgument(
        "In a single publish request, all messages must have no ordering key or they must all have the same ordering key.",
      );
    }
  }
  checkRange("request_size", bytes, limits.requestBytes);
}

function checkMessage(message: UnpublishedMessage): void {
  const attributes = Object.entries(message.attributes);
  if (message.data.length === 0 && attributes.length === 0) {
    throw invalidArgument(
      "One or more messages in the publish request is empty: each needs data or attributes.",
    );
  }
  checkRange("ordering_key_size", Buffer.byteLength(message.orderingKey), limits.orderingKeyBytes);
  checkRange("attributes_count", attributes.length, limits.attributes);
  for (const [key, value] of attributes) {
    if (key === "" || key.startsWith("goog")) throw invalidArgument(`Invalid attribute key (key=${key}).`);
    checkRange("attribute_key_size", Buffer.byteLength(key), limits.attributeKeyBytes);
    checkRange("attribute_value_size", Buffer.byteLength(value), limits.attributeValueBytes);
  }
}

function checkRange(what: string, value: number, maximum: number): void {
  if (value <= maximum) return;
  throw invalidArgument(
    `The value for ${what} is too large. You passed ${value} in the request, but the maximum value is ${maximum}.`,
  );
}
