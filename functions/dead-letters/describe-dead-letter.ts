import { envelopeSchema } from "../../shared/contracts/envelope.ts";
import type { NewDeadLetter } from "../../shared/db/dead-letters.ts";
import { type Delivery, textOf } from "../../shared/runtime/decode-delivery.ts";

/** What is known of a delivery that ended here. Pub/Sub names the subscription that gave up in attributes. */
export function describeDeadLetter(delivery: Delivery): NewDeadLetter {
  const { attributes, messageId } = delivery.message;
  const text = textOf(delivery);
  const envelope = readEnvelope(text);
  const topic = envelope?.topic ?? attributes["topic"];
  const gaveUp = attributes["CloudPubSubDeadLetterSourceSubscription"];
  const attempts = Number(attributes["CloudPubSubDeadLetterSourceDeliveryCount"]);
  return {
    messageId,
    sourceTopic: topic ?? delivery.subscription,
    functionName: gaveUp === undefined ? "dead-letters" : functionOf(gaveUp),
    tenantId: envelope?.tenantId,
    eventId: envelope?.id,
    payloadText: text,
    attributes,
    deliveryAttempt: Number.isInteger(attempts) ? attempts : delivery.deliveryAttempt,
    ...(gaveUp === undefined
      ? kept(topic, envelope?.data)
      : { reasonCode: "not-delivered", reason: `${gaveUp} gave up` }),
  };
}

/** Subscriptions are named `<topic>.<function>`. */
function functionOf(subscription: string): string {
  return subscription.slice(subscription.lastIndexOf(".") + 1);
}

/** A topic that comes here by itself: what the webhook could not read, or what no function reads yet. */
function kept(topic: string | undefined, data: unknown): { reasonCode: string; reason: string } {
  if (topic !== "webhook.rejected")
    return { reasonCode: "no-consumer", reason: `no function reads ${topic} yet` };
  const reason =
    typeof data === "object" && data !== null && "reason" in data ? String(data.reason) : "unreadable";
  return { reasonCode: "webhook-rejected", reason };
}

function readEnvelope(text: string) {
  try {
    return envelopeSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
