import { queryOptions } from "@tanstack/react-query";
import { dataOf } from "../api/client.ts";
import type { Session } from "../api/session.ts";

/** What people of the outlet say often. */
export const cannedRepliesQuery = ({ api, tenantId }: Session, outletId: string) =>
  queryOptions({
    queryKey: [tenantId, "canned-replies", outletId],
    queryFn: async () =>
      (await dataOf(api.GET("/api/v1/canned-replies", { params: { query: { outletId } } }))).data,
    staleTime: 60_000,
  });

/** With the values of this conversation; what has none stays a gap, and is named. */
export const fillIn =
  ({ api }: Session, conversationId: string) =>
  async (id: string) =>
    dataOf(
      api.POST("/api/v1/canned-replies/{id}/render", {
        params: { path: { id } },
        body: { conversationId },
      }),
    );
