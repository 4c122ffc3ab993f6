import {
  forgetParkedStatuses,
  listTenantsWithParked,
} from "../../shared/sending/queries/message-statuses.ts";
import { forgetFullBuckets, listTenantsWithFullBuckets } from "../../shared/sending/queries/send-pacing.ts";
import { deleteEndedRateLimits } from "../../shared/db/rate-limits.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { type MaintenanceServices } from "./services.ts";

const dayMs = 24 * 60 * 60_000;
/** Meta tries a webhook again for so long: a message that is not here by then never will be. */
const parkedForMs = 7 * dayMs;
const batchSize = 500;

/** Forgets what nothing will ask for any more: statuses without a message, buckets long full, limits' past windows. */
export async function forgetStale(
  services: MaintenanceServices,
): Promise<{ statuses: number; buckets: number; limits: number }> {
  const { platformDb, db } = services;
  const now = services.now().getTime();
  const limits = await deleteEndedRateLimits(platformDb, services.now());
  const counts = { statuses: 0, buckets: 0, limits };
  const parkedBefore = new Date(now - parkedForMs);
  for (const tenantId of await listTenantsWithParked(platformDb, {
    before: parkedBefore,
    limit: batchSize,
  })) {
    counts.statuses += await inTenant(db, tenantId, async (trx) => forgetParkedStatuses(trx, parkedBefore));
  }
  const fullBefore = new Date(now - dayMs);
  for (const tenantId of await listTenantsWithFullBuckets(platformDb, {
    before: fullBefore,
    limit: batchSize,
  })) {
    counts.buckets += await inTenant(db, tenantId, async (trx) => forgetFullBuckets(trx, fullBefore));
  }
  return counts;
}
