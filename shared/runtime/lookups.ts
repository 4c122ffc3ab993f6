import type { Kysely } from "kysely";
import type { TokenVault } from "../clients/token-vault.ts";
import type { ToldEnds } from "../domain/reply/model-catalog.ts";
import { findToldEnds } from "../db/model-ends.ts";
import { findOutletByPhoneNumberId, type FoundOutlet } from "../db/outlets.ts";
import type { Database } from "../db/schema/database.ts";
import type { Tenant } from "../db/schema/tenants.ts";
import { findTenant } from "../db/tenants.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { createExpiringCache } from "./expiring-cache.ts";
import { loadOutletAccess, type OutletAccess, type OutletHeld } from "./outlet-access.ts";

/**
 * What every message asks for, remembered by an instance for `lifetimeMs`: a change that another instance makes is
 * seen after that at the latest. What is not there, and an outlet that is held, is asked for each time, so that a new
 * outlet or a mended one works at once.
 */
export type Lookups = {
  /** Whose WhatsApp number this is. */
  findOutlet(db: Kysely<Database>, phoneNumberId: string): Promise<FoundOutlet | undefined>;
  /** The tenant of the scope, which must be `tenantId`. */
  findTenant(trx: TenantTransaction, tenantId: string): Promise<Tenant | undefined>;
  /** What a call of Graph for the outlet needs, or why none may be made. `tenantId` must be the scope's. */
  findAccess(
    trx: TenantTransaction,
    tokens: TokenVault,
    tenantId: string,
    outletId: string,
  ): Promise<OutletAccess | OutletHeld>;
  /** The days on which the service says that models end. */
  findModelEnds(db: Kysely<Database>): Promise<ToldEnds>;
  /** Asks anew next time: Graph refused the token, say. */
  forgetAccess(tenantId: string, outletId: string): void;
};

const rememberedOutlets = 10_000;
const rememberedTenants = 2_000;

type LookupOptions = {
  lifetimeMs: number;
  /** Milliseconds on any scale; for tests. */
  now?: () => number;
};

/** One per instance. */
export function createLookups({ lifetimeMs, now = () => performance.now() }: LookupOptions): Lookups {
  const outlets = createExpiringCache<FoundOutlet>({ lifetimeMs, maxEntries: rememberedOutlets, now });
  const tenants = createExpiringCache<Tenant>({ lifetimeMs, maxEntries: rememberedTenants, now });
  const accesses = createExpiringCache<OutletAccess>({ lifetimeMs, maxEntries: rememberedOutlets, now });
  const ends = createExpiringCache<ToldEnds>({ lifetimeMs, maxEntries: 1, now });

  return {
    async findOutlet(db, phoneNumberId) {
      const known = outlets.get(phoneNumberId);
      if (known !== undefined) return known;
      const found = await findOutletByPhoneNumberId(db, phoneNumberId);
      if (found !== undefined) outlets.set(phoneNumberId, found);
      return found;
    },

    async findTenant(trx, tenantId) {
      const known = tenants.get(tenantId);
      if (known !== undefined) return known;
      const found = await findTenant(trx);
      if (found === undefined) return undefined;
      if (found.id !== tenantId) throw new Error("the transaction's scope is another tenant's");
      tenants.set(tenantId, found);
      return found;
    },

    async findAccess(trx, tokens, tenantId, outletId) {
      // The tenant is part of the key: an outlet's id alone opens nothing.
      const key = `${tenantId}/${outletId}`;
      const known = accesses.get(key);
      if (known !== undefined) return known;
      const found = await loadOutletAccess(trx, tokens, tenantId, outletId);
      if (found.kind === "open") accesses.set(key, found);
      return found;
    },

    async findModelEnds(db) {
      const known = ends.get("all");
      if (known !== undefined) return known;
      const found = await findToldEnds(db);
      ends.set("all", found);
      return found;
    },

    forgetAccess(tenantId, outletId) {
      accesses.delete(`${tenantId}/${outletId}`);
    },
  };
}
