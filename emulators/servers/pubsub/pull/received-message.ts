import { ackId, type Delivery } from "../delivery/delivery.ts";
import type { Subscription } from "../delivery/subscription.ts";

/** A delivery as `ReceivedMessage`; its attempts are told only under a dead-letter policy, as in the service. */
export function receivedMessage(delivery: Delivery, subscription: Subscription) {
  return {
    ackId: ackId(delivery),
    message: delivery.message,
    deliveryAttempt: subscription.rules.deadLetter === undefined ? 0 : delivery.attempts,
  };
}
