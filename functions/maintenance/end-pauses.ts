import { isAccountReason } from "../../shared/whatsapp/reading/account-update.ts";
import { recordAudit } from "../../shared/tenants/queries/audit-log.ts";
import { lockOutlet } from "../../shared/outlets/queries/outlets.ts";
import { listEndedPauses } from "../../shared/outlets/queries/outlet-health.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { resumeOutlet } from "../../shared/outlets/outlet-health.ts";
import type { MaintenanceServices } from "./services.ts";

const batchSize = 500;

/** Has outlets go on whose restriction has ended, as Meta said that it would; how many. */
export async function endPauses(services: MaintenanceServices): Promise<number> {
  const now = services.now();
  let resumed = 0;
  for (const { id, tenantId } of await listEndedPauses(services.platformDb, { now, limit: batchSize })) {
    const isResumed = await inWork(services, tenantId, {}, async (work) => {
      const outlet = await lockOutlet(work.trx, id);
      const { status, status_reason: reason, paused_until: until } = outlet ?? {};
      // Somebody has changed it, or Meta has told something newer.
      if (status !== "paused" || !isAccountReason(reason ?? null)) return false;
      if (until === null || until === undefined || until > now) return false;
      await resumeOutlet(work, id);
      await recordAudit(work.trx, tenantId, {
        action: "outlet.resumed",
        subjectType: "outlet",
        subjectId: id,
        before: { status: "paused", reason },
        after: { status: "active" },
      });
      return true;
    });
    if (isResumed) resumed += 1;
  }
  return resumed;
}
