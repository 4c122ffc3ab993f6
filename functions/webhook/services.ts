import { pubsub } from "../../shared/runtime/bus.ts";
import { compose, type ServicesOf } from "../../shared/runtime/services.ts";

/** What the function is composed of. */
export const webhookFunction = compose("webhook", {
  bus: pubsub,
});

export type WebhookServices = ServicesOf<typeof webhookFunction>;
