import { filterTenants, markErasing } from "../../shared/tenants/queries/erase-tenant.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import type { Objects } from "../../shared/files/objects.ts";
import { erase } from "./erase-tenants.ts";
import { listErasures } from "./list-erasure.ts";
import type { MaintenanceServices } from "./services.ts";

/** No backup, snapshot, soft-deleted object or time travel lasts longer, and no upload stays open so long. */
const copiesLastMs = 35 * 24 * 60 * 60_000;

/**
 * Erases again what the list of erasures names: a tenant that a restored database has again at once, and what objects,
 * vectors and the warehouse have again, be it by a restore or by an upload that was begun before. Run it after every
 * restore, before traffic. Throws in the end where one failed.
 */
export async function replayErasures(
  services: MaintenanceServices,
): Promise<{ erased: number; waiting: number; objects: number }> {
  const counts = { erased: 0, waiting: 0, objects: 0 };
  const errors: unknown[] = [];
  const listed = await listErasures(services.erasures);
  const back = await filterTenants(
    services.platformDb,
    listed.map(({ tenantId }) => tenantId),
  );
  const since = services.now().getTime() - copiesLastMs;
  for (const { tenantId, storedAt } of listed) {
    if (!back.has(tenantId) && storedAt.getTime() < since) continue;
    try {
      const removed = back.has(tenantId)
        ? await eraseAgain(tenantId, services)
        : await sweep(tenantId, services);
      if (removed === undefined) counts.waiting += 1;
      else if (back.has(tenantId)) counts.erased += 1;
      counts.objects += removed?.["objects"] ?? 0;
    } catch (error) {
      services.log.error("an erasure could not be replayed", { tenantId, error });
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} erasures could not be replayed`);
  return counts;
}

async function eraseAgain(tenantId: string, services: MaintenanceServices) {
  await inTenant(services.db, tenantId, markErasing);
  const removed = await erase(tenantId, services);
  if (removed !== undefined) services.log.warn("an erased tenant was back and is erased again", { tenantId });
  return removed;
}

/** Of a tenant that has no rows. */
async function sweep(
  tenantId: string,
  { vectors, objects, mediaObjects, warehouse }: MaintenanceServices,
): Promise<Record<string, number> | undefined> {
  await vectors.deleteTenant(tenantId);
  const removed = await Promise.all(
    [objects, mediaObjects].map(async (bucket: Objects) => bucket.removeTenant(tenantId)),
  );
  const facts = await warehouse.removeTenant(tenantId);
  return facts === undefined ? undefined : { objects: removed.reduce((sum, count) => sum + count, 0) };
}
