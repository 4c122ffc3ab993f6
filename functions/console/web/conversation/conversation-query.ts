import { queryOptions } from "@tanstack/react-query";
import { dataOf } from "../api/client.ts";
import { freshMs } from "../api/fresh.ts";
import type { Session } from "../api/session.ts";

export const conversationKey = (tenantId: string, id: string) => [tenantId, "conversation", id] as const;

export const conversationQuery = ({ api, tenantId }: Session, id: string) =>
  queryOptions({
    queryKey: conversationKey(tenantId, id),
    queryFn: async () => dataOf(api.GET("/api/v1/conversations/{id}", { params: { path: { id } } })),
    refetchInterval: freshMs.list,
  });

/** What the contact said before, with any outlet, the newest first. */
export const earlierQuery = ({ api, tenantId }: Session, contactId: string) =>
  queryOptions({
    queryKey: [tenantId, "earlier", contactId],
    queryFn: async () =>
      (await dataOf(api.GET("/api/v1/conversations", { params: { query: { contactId, limit: 20 } } }))).data,
  });
