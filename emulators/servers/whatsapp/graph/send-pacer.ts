import type { SendLimits } from "../options.ts";

export type SendPacer = {
  /** The code of the limit that this send breaks, or undefined, and then it is counted. */
  refuse(phoneNumberId: string, customer: string, coexistence: boolean): 130429 | 131056 | undefined;
  /** What customers write counts towards the number's throughput, though it is never refused. */
  countInbound(phoneNumberId: string): void;
  /** As `refuse`, for calls other than messages, by the account and by the app. */
  refuseCall(wabaId: string): { code: 4 | 80007; waitMs: number } | undefined;
  limits(): SendLimits;
  limit(limits: SendLimits): void;
};

type Bucket = { tokens: number; at: number };

const hourMs = 3_600_000;
/** A number that is in the phone app too has this throughput, and no more. */
const coexistencePerSecond = 20;

/** Meta's limits as token buckets; each is off unless set. */
export function createSendPacer(initial: SendLimits): SendPacer {
  let limits = initial;
  let buckets = new Map<string, Bucket>();

  /** Undefined where the limit is off. */
  function refill(key: string, capacity: number | undefined, everyMs: number): Bucket | undefined {
    if (capacity === undefined) return undefined;
    const now = Date.now();
    const bucket = buckets.get(key) ?? { tokens: capacity, at: now };
    bucket.tokens = Math.min(capacity, bucket.tokens + (now - bucket.at) / everyMs);
    bucket.at = now;
    buckets.set(key, bucket);
    return bucket;
  }

  function ofNumber(phoneNumberId: string, coexistence: boolean): Bucket | undefined {
    const { perSecond } = limits;
    const capacity =
      perSecond !== undefined && coexistence ? Math.min(perSecond, coexistencePerSecond) : perSecond;
    return refill(phoneNumberId, capacity, 1000 / (capacity ?? 1));
  }

  function isEmpty(bucket: Bucket | undefined): boolean {
    return bucket !== undefined && bucket.tokens < 1;
  }

  function take(...taken: (Bucket | undefined)[]): void {
    for (const bucket of taken) if (bucket !== undefined) bucket.tokens -= 1;
  }

  return {
    refuse(phoneNumberId, customer, coexistence) {
      const { pair } = limits;
      const forNumber = ofNumber(phoneNumberId, coexistence);
      if (isEmpty(forNumber)) return 130429;
      const forPair = refill(`${phoneNumberId}:${customer}`, pair?.burst, pair?.everyMs ?? 1);
      if (isEmpty(forPair)) return 131056;
      take(forNumber, forPair);
      return undefined;
    },
    countInbound(phoneNumberId) {
      const bucket = ofNumber(phoneNumberId, false);
      if (bucket !== undefined) bucket.tokens = Math.max(0, bucket.tokens - 1);
    },
    refuseCall(wabaId) {
      const { callsPerHour, appCallsPerHour } = limits;
      const forApp = refill("app", appCallsPerHour, hourMs / (appCallsPerHour ?? 1));
      if (isEmpty(forApp)) return { code: 4, waitMs: hourMs / (appCallsPerHour ?? 1) };
      const forAccount = refill(`account ${wabaId}`, callsPerHour, hourMs / (callsPerHour ?? 1));
      if (isEmpty(forAccount)) return { code: 80007, waitMs: hourMs / (callsPerHour ?? 1) };
      take(forApp, forAccount);
      return undefined;
    },
    limits: () => limits,
    limit(next) {
      limits = next;
      buckets = new Map();
    },
  };
}
