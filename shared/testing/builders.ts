import { randomUUID } from "node:crypto";
import type { DataOf, EventOf, TopicName } from "../contracts/topics.ts";
import type { Delivery } from "../runtime/decode-delivery.ts";
import { newEvent } from "../runtime/new-event.ts";

/** An event as its topic declares it. */
export function buildEvent<Name extends TopicName>(
  topic: Name,
  data: DataOf<Name>,
  tenantId?: string,
): EventOf<Name> {
  return newEvent(topic, data, tenantId === undefined ? {} : { tenantId });
}

/** A push delivery of an event (or of any other content), as Pub/Sub posts it. */
export function buildDelivery(
  content: unknown,
  delivery: { attempt?: number; attributes?: Record<string, string>; messageId?: string } = {},
): Delivery {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return {
    message: {
      messageId: delivery.messageId ?? randomUUID(),
      data: Buffer.from(text).toString("base64"),
      attributes: delivery.attributes ?? {},
    },
    subscription: "projects/test/subscriptions/test",
    deliveryAttempt: delivery.attempt ?? 1,
  };
}

let serial = 0;

/** A text message as Meta sends it, with an id of its own. */
export function buildTextMessage(
  text: string,
  overrides: Record<string, unknown> = {},
): Record<string, unknown> {
  serial += 1;
  return {
    from: "6281234567890",
    id: `wamid.TEST${serial}${randomUUID()}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: "text",
    text: { body: text },
    ...overrides,
  };
}
