import { queryOptions } from "@tanstack/react-query";
import { dataOf } from "../api/client.ts";
import type { Session } from "../api/session.ts";

export const templatesQuery = ({ api, tenantId }: Session) =>
  queryOptions({
    queryKey: [tenantId, "templates"],
    queryFn: async () =>
      (await dataOf(api.GET("/api/v1/templates", { params: { query: { limit: 100 } } }))).data,
  });
