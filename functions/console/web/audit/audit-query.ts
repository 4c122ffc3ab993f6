import { queryOptions } from "@tanstack/react-query";
import { dataOf } from "../api/client.ts";
import type { Session } from "../api/session.ts";

export const auditQuery = ({ api, tenantId }: Session) =>
  queryOptions({
    queryKey: [tenantId, "audit"],
    queryFn: async () =>
      (await dataOf(api.GET("/api/v1/audit-log", { params: { query: { limit: 100 } } }))).data,
  });
