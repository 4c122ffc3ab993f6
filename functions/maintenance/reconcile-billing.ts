import { findDrift } from "../../shared/billing/queries/find-drift.ts";
import { releaseExpired } from "../../shared/billing/release-expired.ts";
import { listTenantIds } from "../../shared/tenants/queries/tenant-ids.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import type { MaintenanceServices } from "./services.ts";

const batchSize = 500;

/**
 * Compares, tenant by tenant, what was recorded with what was counted, charged and booked. What differs is reported,
 * never mended by itself: somebody has to know why. Gives back what crashed senders still hold.
 */
export async function reconcileBilling(
  services: MaintenanceServices,
): Promise<{ tenants: number; drifts: number; released: number }> {
  const counts = { tenants: 0, drifts: 0, released: 0 };
  let after: string | undefined;
  for (;;) {
    const ids = await listTenantIds(services.platformDb, { after, limit: batchSize });
    for (const tenantId of ids) {
      const [drifts, released] = await inTenant(services.db, tenantId, async (trx) => [
        await findDrift(trx),
        await releaseExpired(trx, services.now()),
      ]);
      counts.tenants += 1;
      counts.released += released;
      counts.drifts += drifts.length;
      for (const drift of drifts) services.log.error("billing has drifted", { tenantId, ...drift });
    }
    after = ids.at(-1);
    if (ids.length < batchSize) return counts;
  }
}
