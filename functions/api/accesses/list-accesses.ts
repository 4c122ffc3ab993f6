import { listTenantAccesses } from "../../../shared/tenants/queries/tenant-accesses.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { askedPage, pageOf, timeQuery, toPage } from "../http/page.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { accessSchema, presentAccess } from "./access-schema.ts";

export const listAccesses = defineRoute(
  {
    method: "get",
    path: "/tenants/{id}/accesses",
    permission: "accesses:read",
    tag: "Tenants",
    summary: "List operators' accesses to a tenant",
    description: "Who, when and why. What was done in each is in the audit log.",
    status: 200,
    params: idParams,
    query: timeQuery("desc"),
    reply: pageOf(accessSchema),
  },
  async ({ principal, params, query, read }) => {
    const rows = await read(requireReach(principal, params.id), async (trx) => {
      found(await findTenant(trx));
      return listTenantAccesses(trx, askedPage(query));
    });
    return { body: toPage(rows, query.limit, presentAccess) };
  },
);
