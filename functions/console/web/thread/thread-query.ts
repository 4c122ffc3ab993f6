import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { dataOf, type Schemas } from "../api/client.ts";
import { freshMs } from "../api/fresh.ts";
import type { Session } from "../api/session.ts";

export type ThreadMessage = Schemas["ThreadMessage"];
export type Note = Schemas["ConversationNote"];
export type ConversationEvent = Schemas["ConversationEvents"]["data"][number];

export const threadKey = (tenantId: string, id: string) => [tenantId, "thread", id] as const;

/** The newest messages, and pages of older ones in front of them. */
export const threadQuery = ({ api, tenantId }: Session, id: string) =>
  infiniteQueryOptions({
    queryKey: threadKey(tenantId, id),
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: before }) => {
      const query = { limit: 50, ...(before === undefined ? {} : { before }) };
      return dataOf(api.GET("/api/v1/conversations/{id}/messages", { params: { path: { id }, query } }));
    },
    getNextPageParam: ({ data, hasOlder }) => (hasOlder ? data[0]?.id : undefined),
    refetchInterval: freshMs.thread,
  });

export const notesKey = (tenantId: string, id: string) => [tenantId, "notes", id] as const;

export const notesQuery = ({ api, tenantId }: Session, id: string) =>
  queryOptions({
    queryKey: notesKey(tenantId, id),
    queryFn: async () =>
      (await dataOf(api.GET("/api/v1/conversations/{id}/notes", { params: { path: { id } } }))).data,
    refetchInterval: freshMs.list,
  });

export const eventsQuery = ({ api, tenantId }: Session, id: string) =>
  queryOptions({
    queryKey: [tenantId, "events", id],
    queryFn: async () =>
      (await dataOf(api.GET("/api/v1/conversations/{id}/events", { params: { path: { id } } }))).data,
    refetchInterval: freshMs.list,
  });

/** Good for five minutes, so that it is asked anew before. */
export const fileQuery = ({ api, tenantId }: Session, messageId: string) =>
  queryOptions({
    queryKey: [tenantId, "file", messageId],
    queryFn: async () =>
      dataOf(api.GET("/api/v1/messages/{id}/media", { params: { path: { id: messageId } } })),
    staleTime: 4 * 60_000,
  });
