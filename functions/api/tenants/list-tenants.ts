import { z } from "@hono/zod-openapi";
import type { Tenant } from "../../../shared/db/schema.d.ts";
import { listTenantIds } from "../../../shared/tenants/queries/platform-tenants.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { tenantOf } from "../../../shared/tenants/rules/principal.ts";
import { askedPage, pageOf, timeQuery, toPage } from "../http/page.ts";
import { defineRoute } from "../http/route.ts";
import { presentTenant, tenantSchema } from "./tenant-schema.ts";

export const listTenants = defineRoute(
  {
    method: "get",
    path: "/tenants",
    permission: "tenants:read",
    tag: "Tenants",
    summary: "List tenants",
    description: "All of them for an operator; for anybody else the one that it belongs to.",
    status: 200,
    query: timeQuery("asc").extend({ status: z.enum(["active", "suspended", "erasing"]).optional() }),
    reply: pageOf(tenantSchema),
  },
  async ({ principal, query, read, services }) => {
    const { limit, cursor, status } = query;
    const own = tenantOf(principal);
    const ids =
      own === undefined
        ? await listTenantIds(services.platformDb, { status }, askedPage(query))
        : cursor === undefined
          ? [own]
          : [];
    // The platform's role may not read who a tenant's contact is, so each is read in its own scope.
    const tenants = [];
    for (const id of ids) {
      const tenant = await read(id, findTenant);
      if (tenant !== undefined && isAsked(tenant, query)) tenants.push(tenant);
    }
    return { body: toPage(tenants, limit, presentTenant) };
  },
);

function isAsked(
  { status, created_at: createdAt }: Tenant,
  asked: { status?: string | undefined; createdFrom?: Date | undefined; createdTo?: Date | undefined },
): boolean {
  return (
    (asked.status ?? status) === status &&
    (asked.createdFrom ?? createdAt) <= createdAt &&
    (asked.createdTo === undefined || createdAt < asked.createdTo)
  );
}
