import type { Subscription } from "../delivery/subscription.ts";
import { failedPrecondition } from "../grpc/status-error.ts";

/** Throws FAILED_PRECONDITION for a push subscription. */
export function checkPullable(subscription: Subscription): void {
  if (subscription.rules.pushEndpoint !== undefined) {
    throw failedPrecondition("This method is not supported for this subscription type.");
  }
}
