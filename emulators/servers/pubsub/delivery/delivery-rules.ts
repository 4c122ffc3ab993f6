import { parseFilter, type Filter } from "../filter/parse-filter.ts";
import { durationMs } from "../resources/duration.ts";
import type { SubscriptionConfig } from "../resources/subscription-config.ts";

/** What a subscription's configuration means for delivery, worked out once per change. */
export type DeliveryRules = {
  filter: Filter;
  ordered: boolean;
  ackDeadlineMs: number;
  retentionMs: number;
  /** Back-off after the first refusal, doubled with each further one up to `maxBackoffMs`; 0 is at once. */
  minBackoffMs: number;
  maxBackoffMs: number;
  deadLetter: { topic: string; maxAttempts: number } | undefined;
  pushEndpoint: string | undefined;
};

// Without a retry policy the service redelivers at once; an endpoint that refuses gets a breath in between.
const pushBackoff = { minMs: 100, maxMs: 10_000 };

export function deliveryRules(config: SubscriptionConfig): DeliveryRules {
  const pushEndpoint = config.pushConfig?.pushEndpoint || undefined;
  const deadLetter = config.deadLetterPolicy;
  return {
    filter: parseFilter(config.filter ?? ""),
    ordered: config.enableMessageOrdering ?? false,
    ackDeadlineMs: (config.ackDeadlineSeconds ?? 10) * 1000,
    retentionMs: durationMs(config.messageRetentionDuration ?? {}),
    ...backoff(config, pushEndpoint !== undefined),
    deadLetter: deadLetter?.deadLetterTopic
      ? { topic: deadLetter.deadLetterTopic, maxAttempts: deadLetter.maxDeliveryAttempts ?? 5 }
      : undefined,
    pushEndpoint,
  };
}

/** How long a message rests after its `attempts`-th delivery failed. */
export function backoffMs(rules: DeliveryRules, attempts: number): number {
  return Math.min(rules.minBackoffMs * 2 ** (attempts - 1), rules.maxBackoffMs);
}

function backoff(
  config: SubscriptionConfig,
  isPush: boolean,
): { minBackoffMs: number; maxBackoffMs: number } {
  const policy = config.retryPolicy;
  if (!policy) {
    return isPush
      ? { minBackoffMs: pushBackoff.minMs, maxBackoffMs: pushBackoff.maxMs }
      : { minBackoffMs: 0, maxBackoffMs: 0 };
  }
  const minMs = durationMs(policy.minimumBackoff ?? {});
  const maxBackoffMs = durationMs(policy.maximumBackoff ?? {});
  return {
    minBackoffMs: minMs === 0 && isPush ? Math.min(pushBackoff.minMs, maxBackoffMs) : minMs,
    maxBackoffMs,
  };
}
