import type { SendLimits } from "../options.ts";

export type SendPacer = {
  /** The code of the limit that this send breaks, or undefined, and then it is counted. */
  refuse(phoneNumberId: string, customer: string): 130429 | 131056 | undefined;
};

type Bucket = { tokens: number; at: number };

/** Meta's throughput and pair-rate limits as token buckets; both off unless set. */
export function createSendPacer({ perSecond, pair }: SendLimits): SendPacer {
  const buckets = new Map<string, Bucket>();

  function refill(key: string, capacity: number, everyMs: number): Bucket {
    const now = Date.now();
    const bucket = buckets.get(key) ?? { tokens: capacity, at: now };
    bucket.tokens = Math.min(capacity, bucket.tokens + (now - bucket.at) / everyMs);
    bucket.at = now;
    buckets.set(key, bucket);
    return bucket;
  }

  return {
    refuse(phoneNumberId, customer) {
      const forNumber =
        perSecond === undefined ? undefined : refill(phoneNumberId, perSecond, 1000 / perSecond);
      if (forNumber !== undefined && forNumber.tokens < 1) return 130429;
      const forPair =
        pair === undefined ? undefined : refill(`${phoneNumberId}:${customer}`, pair.burst, pair.everyMs);
      if (forPair !== undefined && forPair.tokens < 1) return 131056;
      if (forNumber !== undefined) forNumber.tokens -= 1;
      if (forPair !== undefined) forPair.tokens -= 1;
      return undefined;
    },
  };
}
