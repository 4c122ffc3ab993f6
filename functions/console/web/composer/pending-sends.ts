import { queryOptions, type QueryClient } from "@tanstack/react-query";
import type { paths } from "../api/schema.d.ts";

export type OutboundMessage =
  paths["/api/v1/messages"]["post"]["requestBody"]["content"]["application/json"]["message"];

/** A reply on its way to the server. `key` names it for ever: asked for again under the same key, it goes out once. */
export type PendingSend = {
  key: string;
  /** What the customer reads. */
  text: string;
  message: OutboundMessage;
  at: string;
  state: "sending" | "unconfirmed" | "refused";
  /** In words, when it was refused. */
  reason?: string;
  /** The server's, once it has it. */
  messageId?: string;
};

const none: PendingSend[] = [];
const keyOf = (tenantId: string, conversationId: string) => [tenantId, "pending-sends", conversationId];

/** What was written here and is not yet in the thread. Kept by this page alone. */
export const pendingSendsQuery = (tenantId: string, conversationId: string) =>
  queryOptions({
    queryKey: keyOf(tenantId, conversationId),
    queryFn: () => none,
    initialData: none,
    staleTime: Infinity,
    gcTime: Infinity,
  });

/** Adds a reply, or changes the one of the same key. */
export function notePending(
  queries: QueryClient,
  { tenantId, conversationId }: { tenantId: string; conversationId: string },
  send: PendingSend,
): void {
  queries.setQueryData<PendingSend[]>(keyOf(tenantId, conversationId), (known = none) => {
    const isKnown = known.some(({ key }) => key === send.key);
    return isKnown ? known.map((one) => (one.key === send.key ? send : one)) : [...known, send];
  });
}

export function dropPending(
  queries: QueryClient,
  { tenantId, conversationId }: { tenantId: string; conversationId: string },
  key: string,
): void {
  queries.setQueryData<PendingSend[]>(keyOf(tenantId, conversationId), (known = none) =>
    known.filter((one) => one.key !== key),
  );
}
