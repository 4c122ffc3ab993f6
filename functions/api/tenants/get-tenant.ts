import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { presentTenant, tenantSchema } from "./tenant-schema.ts";

export const getTenant = defineRoute(
  {
    method: "get",
    path: "/tenants/{id}",
    permission: "tenants:read",
    tag: "Tenants",
    summary: "Read a tenant",
    status: 200,
    params: idParams,
    reply: tenantSchema,
    versioned: true,
  },
  async ({ principal, params, read }) => {
    const tenant = found(await read(requireReach(principal, params.id), findTenant));
    return { body: presentTenant(tenant), version: tenant.version };
  },
);
