import { z } from "@hono/zod-openapi";
import { endTenantAccess } from "../../../shared/tenants/queries/tenant-accesses.ts";
import { audit } from "../http/audit.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id } from "../http/schemas.ts";
import { presentAccess } from "./access-schema.ts";

export const endAccess = defineRoute(
  {
    method: "delete",
    path: "/tenants/{id}/accesses/{accessId}",
    operation: "endTenantAccess",
    permission: "accesses:end",
    tag: "Tenants",
    summary: "End an operator's access at once",
    description: "For the tenant's admins and for operators. It stays in the list.",
    status: 204,
    params: z.object({ id, accessId: id }),
  },
  async (context) => {
    const { params } = context;
    const tenantId = requireReach(context.principal, params.id);
    return context.write(tenantId, async ({ trx }) => {
      const access = presentAccess(found(await endTenantAccess(trx, params.accessId)));
      await audit(trx, context, tenantId, {
        action: "access.end",
        subjectType: "access",
        subjectId: access.id,
        after: { endedAt: access.endedAt },
      });
      return {};
    });
  },
);
