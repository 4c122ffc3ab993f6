import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import type { Redis } from "./redis.ts";
import { addRatePoints } from "../db/rate-limits.ts";
import type { Database } from "../db/schema.d.ts";

/** Where the instances' counts come together. */
export type LimitStore = {
  /** Counts points for a key; resolves to all points of its window, and how long that still lasts. */
  add(key: string, points: number, windowMs: number): Promise<{ points: number; msLeft: number }>;
};

/** What is limited is hashed: nobody's address stands in the store. */
function hash(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

export function limitsInDatabase(platformDb: Kysely<Database>): LimitStore {
  return {
    add: async (key, points, windowMs) => addRatePoints(platformDb, { key: hash(key), points, windowMs }),
  };
}

export function limitsInRedis(redis: Redis): LimitStore {
  return {
    add: async (key, points, windowMs) =>
      redis.addPoints(`crm:limit:${hash(key).toString("base64url")}`, points, windowMs),
  };
}
