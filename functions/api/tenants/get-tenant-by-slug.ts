import { z } from "@hono/zod-openapi";
import { findTenantIdBySlug } from "../../../shared/tenants/queries/platform-tenants.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { tenantOf } from "../../../shared/tenants/rules/principal.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { slug } from "../http/schemas.ts";
import { presentTenant, tenantSchema } from "./tenant-schema.ts";

export const getTenantBySlug = defineRoute(
  {
    method: "get",
    path: "/tenants/slug/{slug}",
    operation: "getTenantBySlug",
    permission: "tenants:read",
    tag: "Tenants",
    summary: "Read a tenant by its slug",
    status: 200,
    params: z.object({ slug }),
    reply: tenantSchema,
    versioned: true,
  },
  async ({ principal, params, read, services }) => {
    const id = tenantOf(principal) ?? found(await findTenantIdBySlug(services.platformDb, params.slug));
    const tenant = await read(id, findTenant);
    // To others it makes no difference whether another tenant has that slug or nobody has.
    const shown = found(tenant?.slug === params.slug ? tenant : undefined);
    return { body: presentTenant(shown), version: shown.version };
  },
);
