import { listOutlets } from "../../../shared/outlets/queries/outlets.ts";
import { listReachable } from "../http/list-reachable.ts";
import { pageOf, reachableQuery, timeQuery } from "../http/page.ts";
import { defineRoute } from "../http/route.ts";
import { tenantIdParams } from "../http/schemas.ts";
import { outletSchema, outletStatusFilter, presentOutlet } from "./outlet-schema.ts";

const common = {
  method: "get",
  permission: "outlets:read",
  tag: "Outlets",
  status: 200,
  reply: pageOf(outletSchema),
} as const;

export const listOutletsRoute = defineRoute(
  {
    ...common,
    path: "/outlets",
    summary: "List outlets",
    query: reachableQuery("asc").extend(outletStatusFilter),
  },
  async (context) => ({
    body: await listReachable(context, {
      list: async (trx, page) => listOutlets(trx, context.query, page),
      present: presentOutlet,
    }),
  }),
);

export const listOutletsOfTenant = defineRoute(
  {
    ...common,
    path: "/outlets/tenant/{tenantId}",
    operation: "listTenantOutlets",
    summary: "List a tenant's outlets",
    params: tenantIdParams,
    query: timeQuery("asc").extend(outletStatusFilter),
  },
  async (context) => ({
    body: await listReachable(
      { ...context, query: { ...context.query, tenantId: context.params.tenantId } },
      { list: async (trx, page) => listOutlets(trx, context.query, page), present: presentOutlet },
    ),
  }),
);
