import type { QueryClient } from "@tanstack/react-query";
import type { Session } from "../api/session.ts";
import { inboxKey } from "../inbox/inbox-query.ts";
import { conversationKey } from "./conversation-query.ts";

/** The person has seen all of it, or wants it to be unread again. */
export async function markRead(
  { api, tenantId }: Session,
  queries: QueryClient,
  id: string,
  isRead = true,
): Promise<void> {
  await api.PUT("/api/v1/conversations/{id}/read", { params: { path: { id } }, body: { isRead } });
  await Promise.all([
    queries.invalidateQueries({ queryKey: conversationKey(tenantId, id) }),
    queries.invalidateQueries({ queryKey: inboxKey(tenantId) }),
  ]);
}
