import { queryOptions } from "@tanstack/react-query";
import { dataOf } from "../api/client.ts";
import type { Session } from "../api/session.ts";

const params = { query: { limit: 100 } };

export const peopleQuery = ({ api, tenantId }: Session) =>
  queryOptions({
    queryKey: [tenantId, "people"],
    queryFn: async () => (await dataOf(api.GET("/api/v1/users", { params }))).data,
  });

export const keysQuery = ({ api, tenantId }: Session) =>
  queryOptions({
    queryKey: [tenantId, "keys"],
    queryFn: async () => (await dataOf(api.GET("/api/v1/api-keys", { params }))).data,
  });
