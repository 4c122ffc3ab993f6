import { recordAudit } from "../../../shared/tenants/queries/audit-log.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import type { RouteContext } from "./route.ts";

type Shown = Record<string, unknown>;

/**
 * Tells the tenant's audit log what the request does, in the transaction that does it. `before` and `after` are what
 * the API shows, so they hold no secrets; of both, only what differs is kept.
 */
export async function audit(
  trx: TenantTransaction,
  { requestId }: Pick<RouteContext, "requestId">,
  tenantId: string,
  entry: { action: string; subjectType: string; subjectId: string; before?: Shown; after?: Shown },
): Promise<void> {
  const { before, after, ...what } = entry;
  const changed = before === undefined || after === undefined ? { before, after } : difference(before, after);
  await recordAudit(trx, tenantId, {
    ...what,
    ...changed,
    requestId,
  });
}

/** Changed by every write, so that they say nothing. */
const bookkeeping = new Set(["version", "updatedAt"]);

function difference(before: Shown, after: Shown): { before: Shown; after: Shown } {
  const keys = Object.keys(after).filter(
    (key) => !bookkeeping.has(key) && JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const pick = (shown: Shown) => Object.fromEntries(keys.map((key) => [key, shown[key]]));
  return { before: pick(before), after: pick(after) };
}
