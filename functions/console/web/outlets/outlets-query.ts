import { queryOptions } from "@tanstack/react-query";
import { dataOf } from "../api/client.ts";
import type { Session } from "../api/session.ts";

export const outletsQuery = ({ api, tenantId }: Session) =>
  queryOptions({
    queryKey: [tenantId, "outlets"],
    queryFn: async () =>
      (await dataOf(api.GET("/api/v1/outlets", { params: { query: { limit: 100 } } }))).data,
  });
