import type { Delivery } from "../delivery/delivery.ts";
import { publishedAtMs } from "../delivery/message.ts";

/**
 * The JSON body of a push request; `deliveryAttempt` is there when the subscription has a dead-letter policy.
 * https://cloud.google.com/pubsub/docs/push#receive_push
 */
export function pushEnvelope(delivery: Delivery, withAttempt: boolean): string {
  const { data, attributes, messageId, orderingKey } = delivery.message;
  const publishTime = new Date(publishedAtMs(delivery.message)).toISOString();
  return JSON.stringify({
    message: {
      data: data.length > 0 ? asBuffer(data).toString("base64") : undefined,
      attributes: Object.keys(attributes).length > 0 ? attributes : undefined,
      messageId,
      message_id: messageId,
      publishTime,
      publish_time: publishTime,
      orderingKey: orderingKey || undefined,
    },
    subscription: delivery.subscription,
    deliveryAttempt: withAttempt ? delivery.attempts : undefined,
  });
}

function asBuffer(data: Uint8Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
