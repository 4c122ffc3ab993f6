/**
 * List prices in US dollars, without discounts and free tiers, of Iowa (us-central1) as they stood in May 2026. They change,
 * and other regions are dearer (Singapore by a fifth to two fifths): look them up before relying on a sum.
 * https://cloud.google.com/products/calculator
 */
export const prices = {
  /** Cloud SQL for PostgreSQL, Enterprise, in one zone; a second zone costs the same again. cloud.google.com/sql/pricing */
  sql: { vCpuHour: 0.0413, gibHour: 0.007, ssdGbMonth: 0.17 },
  /** Functions and services, by request. cloud.google.com/run/pricing */
  run: {
    requestsMillion: 0.4,
    vCpuSecond: 0.000_024,
    gibSecond: 0.000_002_5,
    idleVCpuSecond: 0.000_002_5,
    idleGibSecond: 0.000_002_5,
  },
  /** What is published and what is delivered, at least 1 kB a message. cloud.google.com/pubsub/pricing */
  pubsub: { tib: 40 },
  /** Streamed rows count 1 kB at least. cloud.google.com/bigquery/pricing */
  bigQuery: { streamedGib: 0.05, storedGibMonth: 0.02 },
  /** Machines for a Qdrant of our own. cloud.google.com/compute/vm-instance-pricing */
  machineHour: { "e2-small": 0.016_8, "e2-medium": 0.033_5 } as Readonly<Record<string, number>>,
  ssdDiskGbMonth: 0.17,
  /** A version of a secret; a version of a key; a schedule. */
  secretMonth: 0.06,
  keyVersionMonth: 0.06,
  scheduleMonth: 0.1,
} as const;

export const hoursOfMonth = 730;

/** An item of a bill: what, by which arithmetic, and how many dollars. */
export type Item = { what: string; how: string; dollars: number };
