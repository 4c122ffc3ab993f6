import { listApiKeys } from "../../../shared/tenants/queries/api-keys.ts";
import { listReachable } from "../http/list-reachable.ts";
import { pageOf, reachableQuery } from "../http/page.ts";
import { defineRoute } from "../http/route.ts";
import { apiKeySchema, presentApiKey } from "./api-key-schema.ts";

export const listApiKeysRoute = defineRoute(
  {
    method: "get",
    path: "/api-keys",
    permission: "api-keys:read",
    tag: "API keys",
    summary: "List API keys",
    description: "Revoked ones among them.",
    status: 200,
    query: reachableQuery("asc"),
    reply: pageOf(apiKeySchema),
  },
  async (context) => ({ body: await listReachable(context, { list: listApiKeys, present: presentApiKey }) }),
);
