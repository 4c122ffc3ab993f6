import { recordAudit } from "./queries/audit-log.ts";
import { markErasing } from "./queries/erase-tenant.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";

/**
 * Suspends the scope's tenant at once and for good: `maintenance` removes all that it has, after so long that nothing
 * is at it any more. Asked for again it changes nothing. Who asked is kept beyond the tenant's end.
 */
export async function requestErasure(trx: TenantTransaction, requestId: string): Promise<void> {
  const tenant = await markErasing(trx);
  if (tenant === undefined) return;
  await recordAudit(trx, tenant.id, {
    action: "tenant.erasure-requested",
    subjectType: "tenant",
    subjectId: tenant.id,
    before: { status: tenant.statusBefore },
    after: { status: "erasing" },
    requestId,
  });
}
