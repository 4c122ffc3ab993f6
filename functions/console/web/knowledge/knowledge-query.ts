import { queryOptions } from "@tanstack/react-query";
import { dataOf } from "../api/client.ts";
import type { Session } from "../api/session.ts";

const whileReadingMs = 2_000;

/** The documents of the tenant's default base; asked again while one is being read. */
export const documentsQuery = ({ api, tenantId }: Session) =>
  queryOptions({
    queryKey: [tenantId, "documents"],
    queryFn: async () => {
      const { data: bases } = await dataOf(api.GET("/api/v1/knowledge-bases", {}));
      const base = bases.find(({ isDefault }) => isDefault) ?? bases[0];
      if (base === undefined) return { documents: [] };
      const params = { path: { id: base.id }, query: { limit: 100 } };
      const { data } = await dataOf(api.GET("/api/v1/knowledge-bases/{id}/documents", { params }));
      return { baseId: base.id, documents: data };
    },
    refetchInterval: ({ state }) =>
      state.data?.documents.some(({ status }) => status === "uploaded" || status === "processing")
        ? whileReadingMs
        : false,
  });

export const unansweredQuery = ({ api, tenantId }: Session) =>
  queryOptions({
    queryKey: [tenantId, "unanswered"],
    queryFn: async () => (await dataOf(api.GET("/api/v1/unanswered-questions", {}))).data,
  });
