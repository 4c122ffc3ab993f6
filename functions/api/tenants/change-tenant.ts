import type { Tenant } from "../../../shared/db/schema.d.ts";
import { lockTenant, type TenantChange, updateTenant } from "../../../shared/tenants/queries/tenants.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { audit } from "../http/audit.ts";
import { found, requireReach } from "../http/reach.ts";
import type { RouteContext, RouteReply } from "../http/route.ts";
import { requireVersion } from "../http/version.ts";
import { presentTenant } from "./tenant-schema.ts";

/** Changes a tenant as `plan` says of what it is now, guarded by its version and told to the audit log. */
export async function changeTenant(
  context: RouteContext,
  what: { action: string; id: string; version: number | undefined },
  plan: (tenant: Tenant, trx: TenantTransaction) => TenantChange | Promise<TenantChange>,
): Promise<RouteReply> {
  const id = requireReach(context.principal, what.id);
  return context.write(id, async ({ trx }) => {
    const tenant = found(await lockTenant(trx));
    requireVersion(tenant.version, { ifMatch: context.ifMatch, version: what.version });
    const before = presentTenant(tenant);
    const after = presentTenant(await updateTenant(trx, await plan(tenant, trx)));
    await audit(trx, context, id, {
      action: what.action,
      subjectType: "tenant",
      subjectId: id,
      before,
      after,
    });
    return { body: after, version: after.version };
  });
}
