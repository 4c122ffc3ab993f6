import type { protos } from "@google-cloud/pubsub";
import { parseFilter } from "../filter/parse-filter.ts";
import { invalidArgument } from "../grpc/status-error.ts";
import { durationMs, secondsDuration } from "./duration.ts";

/** A subscription as GetSubscription answers it. */
export type SubscriptionConfig = protos.google.pubsub.v1.ISubscription & { name: string; topic: string };

export const mutableSubscriptionFields: ReadonlySet<string> = new Set([
  "pushConfig",
  "ackDeadlineSeconds",
  "retainAckedMessages",
  "messageRetentionDuration",
  "labels",
  "expirationPolicy",
  "deadLetterPolicy",
  "retryPolicy",
  "enableExactlyOnceDelivery",
]);

const defaults = {
  ackDeadlineSeconds: 10,
  retentionSeconds: 7 * 86_400,
  expirationSeconds: 31 * 86_400,
  minimumBackoffSeconds: 10,
  maximumBackoffSeconds: 600,
  maxDeliveryAttempts: 5,
};

/**
 * The configuration with the service's defaults filled in. Throws INVALID_ARGUMENT for what the real one refuses.
 * https://cloud.google.com/pubsub/docs/reference/rpc/google.pubsub.v1#subscription
 */
export function completeSubscriptionConfig(config: SubscriptionConfig): SubscriptionConfig {
  parseFilter(config.filter ?? "");
  return {
    ...config,
    pushConfig: checkedPushConfig(config.pushConfig ?? {}),
    ackDeadlineSeconds: checkedAckDeadline(config.ackDeadlineSeconds || defaults.ackDeadlineSeconds),
    messageRetentionDuration: config.messageRetentionDuration ?? secondsDuration(defaults.retentionSeconds),
    expirationPolicy: config.expirationPolicy ?? { ttl: secondsDuration(defaults.expirationSeconds) },
    retryPolicy: config.retryPolicy ? completeRetryPolicy(config.retryPolicy) : null,
    deadLetterPolicy: config.deadLetterPolicy?.deadLetterTopic
      ? completeDeadLetterPolicy(config.deadLetterPolicy)
      : null,
    state: "ACTIVE",
  };
}

type PushConfig = protos.google.pubsub.v1.IPushConfig;

function checkedPushConfig(push: PushConfig): PushConfig {
  if (!push.pushEndpoint) return push;
  const protocol = URL.parse(push.pushEndpoint)?.protocol;
  if (protocol !== "http:" && protocol !== "https:") {
    throw invalidArgument(`Invalid push endpoint given (endpoint=${push.pushEndpoint}).`);
  }
  if (push.noWrapper) throw invalidArgument("Unwrapped push is not supported by the local Pub/Sub.");
  return push;
}

function checkedAckDeadline(seconds: number): number {
  if (seconds < 10 || seconds > 600) {
    throw invalidArgument(`Invalid ack deadline given (ack_deadline_secs=${seconds}); it must be 10 to 600.`);
  }
  return seconds;
}

function completeRetryPolicy(policy: protos.google.pubsub.v1.IRetryPolicy) {
  const minimumBackoff = policy.minimumBackoff ?? secondsDuration(defaults.minimumBackoffSeconds);
  const maximumBackoff = policy.maximumBackoff ?? secondsDuration(defaults.maximumBackoffSeconds);
  const [minMs, maxMs] = [durationMs(minimumBackoff), durationMs(maximumBackoff)];
  if (minMs < 0 || maxMs > 600_000 || minMs > maxMs) {
    throw invalidArgument(
      "Invalid retry policy: back-offs must be 0 to 600 s, the minimum not above the maximum.",
    );
  }
  return { minimumBackoff, maximumBackoff };
}

function completeDeadLetterPolicy(policy: protos.google.pubsub.v1.IDeadLetterPolicy) {
  const maxDeliveryAttempts = policy.maxDeliveryAttempts || defaults.maxDeliveryAttempts;
  if (maxDeliveryAttempts < 5 || maxDeliveryAttempts > 100) {
    throw invalidArgument(`Invalid max_delivery_attempts (${maxDeliveryAttempts}); it must be 5 to 100.`);
  }
  return { ...policy, maxDeliveryAttempts };
}
