import { z } from "zod";

const fault = z.strictObject({
  /** Answer with this status and no result. */
  status: z.int().min(400).max(599).optional(),
  /** How many requests it befalls. */
  times: z.int().positive().default(1),
  endpoint: z.enum(["chat", "embeddings", "rerank", "models", "transcriptions"]).optional(),
  delayMs: z.int().min(0).optional(),
  /** Never answer. */
  hang: z.boolean().optional(),
  /** Cut the body in the middle: invalid JSON, or a broken stream. */
  truncate: z.boolean().optional(),
  /** Of a streamed reply: so many pieces, then nothing more and no end. */
  stallAfter: z.int().min(0).optional(),
  /** The model talks around its JSON, or breaks it off. */
  garble: z.enum(["talk", "break"]).optional(),
  /** Seconds, sent as the Retry-After header. */
  retryAfter: z.number().min(0).optional(),
});

export const faultRequest = z.union([fault, z.array(fault)]);
export type Fault = z.infer<typeof fault>;
export type Endpoint = NonNullable<Fault["endpoint"]>;

export type Faults = {
  add(faults: readonly Fault[]): void;
  /** The fault that befalls the next request to the endpoint, counted down; undefined when none does. */
  take(endpoint: Endpoint): Fault | undefined;
  list(): readonly Fault[];
  clear(): void;
};

/** Faults asked for in advance, used up in the order they were asked for. */
export function createFaults(): Faults {
  let waiting: Fault[] = [];
  return {
    add: (faults) => waiting.push(...faults.map((one) => ({ ...one }))),
    take: (endpoint) => {
      const next = waiting.find((one) => one.endpoint === undefined || one.endpoint === endpoint);
      if (next === undefined) return undefined;
      next.times -= 1;
      waiting = waiting.filter((one) => one.times > 0);
      return { ...next };
    },
    list: () => waiting,
    clear: () => {
      waiting = [];
    },
  };
}
