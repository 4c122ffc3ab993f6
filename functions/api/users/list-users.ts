import { listUsers } from "../../../shared/tenants/queries/users.ts";
import { listReachable } from "../http/list-reachable.ts";
import { pageOf, reachableQuery, timeQuery } from "../http/page.ts";
import { defineRoute } from "../http/route.ts";
import { tenantIdParams } from "../http/schemas.ts";
import { presentUser, userFilters, userSchema } from "./user-schema.ts";

const common = {
  method: "get",
  permission: "users:read",
  tag: "Users",
  status: 200,
  reply: pageOf(userSchema),
} as const;

export const listUsersRoute = defineRoute(
  { ...common, path: "/users", summary: "List users", query: reachableQuery("asc").extend(userFilters) },
  async (context) => ({
    body: await listReachable(context, {
      list: async (trx, page) => listUsers(trx, context.query, page),
      present: presentUser,
    }),
  }),
);

export const listUsersOfTenant = defineRoute(
  {
    ...common,
    path: "/users/tenant/{tenantId}",
    operation: "listTenantUsers",
    summary: "List a tenant's users",
    params: tenantIdParams,
    query: timeQuery("asc").extend(userFilters),
  },
  async (context) => ({
    body: await listReachable(
      { ...context, query: { ...context.query, tenantId: context.params.tenantId } },
      { list: async (trx, page) => listUsers(trx, context.query, page), present: presentUser },
    ),
  }),
);
