import { queryOptions } from "@tanstack/react-query";
import { dataOf } from "../api/client.ts";
import type { Session } from "../api/session.ts";

export const quotaQuery = ({ api, tenantId }: Session) =>
  queryOptions({
    queryKey: [tenantId, "quota"],
    queryFn: async () =>
      dataOf(api.GET("/api/v1/billing/tenants/{tenantId}/quota", { params: { path: { tenantId } } })),
  });

export const invoicesQuery = ({ api, tenantId }: Session) =>
  queryOptions({
    queryKey: [tenantId, "invoices"],
    queryFn: async () =>
      (
        await dataOf(
          api.GET("/api/v1/billing/tenants/{tenantId}/invoices", { params: { path: { tenantId } } }),
        )
      ).data,
  });
