import { queryOptions } from "@tanstack/react-query";
import { dataOf } from "../api/client.ts";
import type { Session } from "../api/session.ts";

export const draftKey = (tenantId: string, id: string) => [tenantId, "draft", id] as const;

/** What the person was writing here, on whichever device. */
export const draftQuery = ({ api, tenantId }: Session, id: string) =>
  queryOptions({
    queryKey: draftKey(tenantId, id),
    queryFn: async () => dataOf(api.GET("/api/v1/conversations/{id}/draft", { params: { path: { id } } })),
    staleTime: Infinity,
  });

export const keepDraft =
  ({ api }: Session, id: string) =>
  async (body: string): Promise<void> => {
    const params = { path: { id } };
    if (body.trim() === "") await api.DELETE("/api/v1/conversations/{id}/draft", { params });
    else await api.PUT("/api/v1/conversations/{id}/draft", { params, body: { body } });
  };
