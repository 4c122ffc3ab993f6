import {
  deleteDeadLettersOf,
  deleteOperatorReplies,
  eraseTenantRows,
  listAccounts,
  listErasingTenants,
  listHeldNames,
  listTenantOutlets,
} from "../../shared/tenants/queries/erase-tenant.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { endSubscription } from "../../shared/outlets/end-subscription.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import { readToken } from "../../shared/outlets/outlet-access.ts";
import { listErasure } from "./list-erasure.ts";
import { type MaintenanceServices } from "./services.ts";

/** Deleted in one transaction, far below what a statement may take. */
const rowsAtOnce = 5_000;

/** Counts of what was removed, by the name of where it was. */
type Removed = Record<string, number>;

/**
 * Removes all that tenants have whose erasure was asked for: facts, vectors, objects, Firebase accounts, then rows, and the
 * tenant last, so that a run which died is taken up by the next. Meta is told at once to send no more; the rest waits
 * ERASE_AFTER_MS, until no function is at the tenant's data any more. A tenant that fails does not hold up the others;
 * then this throws in the end.
 */
export async function eraseTenants(
  services: MaintenanceServices,
): Promise<{ erased: number; waiting: number }> {
  const before = services.now().getTime() - services.config.ERASE_AFTER_MS;
  const errors: unknown[] = [];
  const counts = { erased: 0, waiting: 0 };
  for (const { id, since } of await listErasingTenants(services.platformDb)) {
    try {
      await unsubscribe(id, services);
      if (since.getTime() > before) {
        counts.waiting += 1;
        continue;
      }
      const removed = await erase(id, services);
      if (removed === undefined) {
        counts.waiting += 1;
        continue;
      }
      counts.erased += 1;
      services.log.info("a tenant was erased", { tenantId: id, removed });
    } catch (error) {
      services.log.error("a tenant could not be erased", { tenantId: id, error });
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} tenants could not be erased`);
  return counts;
}

/** A token that does not work any more must not keep the tenant from being erased. */
async function unsubscribe(tenantId: string, services: MaintenanceServices): Promise<void> {
  const { db, platformDb, tokens, log } = services;
  const done = new Set<string>();
  for (const { id, businessAccountId, isProven } of await listTenantOutlets(platformDb, tenantId)) {
    if (!isProven || done.has(businessAccountId)) continue;
    try {
      const token = await inTenant(db, tenantId, async (trx) => readToken(trx, tokens, tenantId, id));
      if (token === undefined) continue;
      if (await endSubscription(services, { tenantId, ...token })) done.add(businessAccountId);
    } catch (error) {
      log.warn("webhooks of an erased tenant could not be ended", { tenantId, outletId: id, error });
    }
  }
}

/** Removes what the tenant has. Undefined, and nothing else is removed yet, while BigQuery cannot delete what it was given lately. */
export async function erase(tenantId: string, services: MaintenanceServices): Promise<Removed | undefined> {
  const { platformDb, vectors, objects, mediaObjects, warehouse } = services;
  const facts = await warehouse.removeTenant(tenantId);
  if (facts === undefined) return undefined;
  const removed: Removed = { facts };
  await listErasure(tenantId, services);
  removed["vectors"] = await vectors.countChunks({ tenantId });
  await vectors.deleteTenant(tenantId);
  removed["objects"] = await objects.removeTenant(tenantId);
  removed["media"] = await mediaObjects.removeTenant(tenantId);
  removed["accounts"] = await removeAccounts(tenantId, services);
  const names = await inTenant(services.db, tenantId, listHeldNames);
  removed["deadLettersWithoutTenant"] = await deleteDeadLettersOf(platformDb, tenantId, names);
  removed["operatorReplies"] = await deleteOperatorReplies(platformDb, tenantId);
  for (;;) {
    const { done, rows } = await eraseTenantRows(platformDb, tenantId, { maxRows: rowsAtOnce, removed });
    for (const [table, count] of Object.entries(rows)) removed[table] = (removed[table] ?? 0) + count;
    if (done) return removed;
  }
}

/** An account that was there before the user was stays its owner's, without our claims and sessions. */
async function removeAccounts(
  tenantId: string,
  { db, identity }: Pick<MaintenanceServices, "db" | "identity">,
): Promise<number> {
  const [accounts, tenant] = await inTenant(db, tenantId, async (trx) => [
    await listAccounts(trx),
    await findTenant(trx),
  ]);
  const pool = identity.ofPool(tenant?.firebase_tenant_id ?? null);
  const own = accounts.filter(({ linked }) => !linked).map(({ uid }) => uid);
  if (own.length > 0) await pool.deleteAccounts(own);
  for (const { uid } of accounts.filter(({ linked }) => linked)) {
    await pool.setClaims(uid, null);
    await pool.revoke(uid);
  }
  return accounts.length;
}
