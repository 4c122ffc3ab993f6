import { LRUCache } from "lru-cache";
import { HttpProblem } from "../../shared/runtime/errors.ts";

export type FailingAddresses = {
  /** Throws `too-many-requests` for an address that has only failed, too often. */
  admit(address: string): void;
  recordFailure(address: string): void;
  recordSuccess(address: string): void;
};

const maxFailures = 60;
const windowMs = 60_000;
/** A limited address is still tried this often: were it Meta's, say after a wrong secret, it is free by its next delivery. */
const triedEveryMs = 1_000;
/** Meta comes from some hundreds; which ones it does not promise. */
const provenForMs = 86_400_000;
const maxAddresses = 10_000;

type Failures = { count: number; triedAt: number };

/**
 * Limits addresses that send nothing but bad signatures. One that has sent a good one within a day is never limited:
 * only Meta has the secret. One per instance: what it is sent is enough to tell who only fails.
 */
export function createFailingAddresses(now: () => number = () => performance.now()): FailingAddresses {
  const options = { max: maxAddresses, ttlResolution: 0, perf: { now } };
  const proven = new LRUCache<string, true>({ ...options, ttl: provenForMs });
  const failing = new LRUCache<string, Failures>({ ...options, ttl: windowMs, noUpdateTTL: true });

  return {
    admit(address) {
      const failures = failing.get(address);
      if (failures === undefined || failures.count < maxFailures) return;
      if (now() - failures.triedAt >= triedEveryMs) {
        failures.triedAt = now();
        return;
      }
      const headers = { "retry-after": String(Math.ceil(failing.getRemainingTTL(address) / 1_000)) };
      throw new HttpProblem("too-many-requests", undefined, { headers });
    },
    recordFailure(address) {
      if (proven.has(address)) return;
      const failures = failing.get(address);
      if (failures === undefined) failing.set(address, { count: 1, triedAt: now() });
      else failures.count += 1;
    },
    recordSuccess(address) {
      if (proven.has(address)) return;
      proven.set(address, true);
      failing.delete(address);
    },
  };
}
