import type { Kysely } from "kysely";
import type { ToldEnds } from "../contracts/model-catalog.ts";
import { findToldEnds } from "../tenants/queries/model-ends.ts";
import { findOutletOfNumber, type Home, type NamedNumber } from "./queries/outlet-homes.ts";
import type { Database } from "../db/schema.d.ts";
import { defineClient } from "../runtime/client.ts";
import { createExpiringCache } from "../runtime/expiring-cache.ts";

/**
 * What an instance remembers for `lifetimeMs` of what every message asks for. It is a hint and no more: the transaction
 * that stores something asks for itself whether the outlet has the number still. What decides whether (a tenant's or an
 * outlet's state, a token) is read each time. A number that nobody has is asked for each time, so that a new outlet or
 * a mended one works at once.
 *
 * It stays in the instance, also where there is a Redis: to ask that costs as much as to ask the database, a hint that
 * is over costs one more look (`atHome`), and nobody has to be told to forget.
 */
export type Lookups = {
  /** Whose WhatsApp number this probably is. */
  findOutlet(db: Kysely<Database>, named: NamedNumber): Promise<Home | undefined>;
  /** The days on which the service says that models end. */
  findModelEnds(db: Kysely<Database>): Promise<ToldEnds>;
  /** Asks anew next time. */
  forgetOutlet(named: NamedNumber): void;
};

const rememberedOutlets = 10_000;

/** What every message asks for, remembered by the instance. */
export const lookups = defineClient(["LOOKUP_LIFETIME_MS"], (config) =>
  createLookups({ lifetimeMs: config.LOOKUP_LIFETIME_MS }),
);

type LookupOptions = {
  lifetimeMs: number;
  /** Milliseconds on any scale; for tests. */
  now?: () => number;
};

/** One per instance. */
export function createLookups({ lifetimeMs, now = () => performance.now() }: LookupOptions): Lookups {
  const outlets = createExpiringCache<Home>({ lifetimeMs, maxEntries: rememberedOutlets, now });
  const ends = createExpiringCache<ToldEnds>({ lifetimeMs, maxEntries: 1, now });
  return {
    async findOutlet(db, named) {
      const known = outlets.get(keyOf(named));
      if (known !== undefined) return known;
      const found = await findOutletOfNumber(db, named);
      if (found !== undefined) outlets.set(keyOf(named), found);
      return found;
    },
    async findModelEnds(db) {
      const known = ends.get("all");
      if (known !== undefined) return known;
      const found = await findToldEnds(db);
      ends.set("all", found);
      return found;
    },
    forgetOutlet: (named) => outlets.delete(keyOf(named)),
  };
}

function keyOf({ phoneNumberId, businessAccountId }: NamedNumber): string {
  return JSON.stringify([phoneNumberId, businessAccountId]);
}
