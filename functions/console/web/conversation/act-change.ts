import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { dataOf, type Schemas } from "../api/client.ts";
import type { Session } from "../api/session.ts";
import { conversationKey } from "./conversation-query.ts";

type Conversation = Schemas["Conversation"];
type Page = { data: Conversation[]; nextCursor: string | null };

/** What a person does with a conversation. */
export type Act =
  | { kind: "claim" | "release" | "reopen" | "wake" | "hand-back" }
  | { kind: "assign"; userId: string; name: string | null }
  | { kind: "snooze"; until: string | null }
  | { kind: "close"; outcome: "resolved" | "no-answer-needed" | "duplicate" | "spam" };

/** Does it; what was done already stays done. Throws what the API refuses. */
export async function perform({ api }: Session, id: string, act: Act): Promise<void> {
  const params = { path: { id } };
  switch (act.kind) {
    case "claim":
      return void (await api.POST("/api/v1/conversations/{id}/claim", { params }));
    case "release":
      return void (await api.POST("/api/v1/conversations/{id}/release", { params }));
    case "reopen":
      return void (await api.POST("/api/v1/conversations/{id}/reopen", { params }));
    case "wake":
      return void (await api.POST("/api/v1/conversations/{id}/wake", { params }));
    case "hand-back":
      return void (await dataOf(api.POST("/api/v1/conversations/{id}/hand-back", { params })));
    case "assign":
      return void (await api.POST("/api/v1/conversations/{id}/assign", {
        params,
        body: { userId: act.userId },
      }));
    case "snooze":
      return void (await api.POST("/api/v1/conversations/{id}/snooze", {
        params,
        body: { until: act.until },
      }));
    case "close":
      return void (await api.POST("/api/v1/conversations/{id}/close", {
        params,
        body: { outcome: act.outcome },
      }));
  }
}

/** What the conversation will be once it is done, shown at once. */
export function foresee(
  conversation: Conversation,
  act: Act,
  me: { id: string; name: string },
): Conversation {
  switch (act.kind) {
    case "claim":
      return { ...conversation, handledBy: "human", assignee: me };
    case "assign":
      return { ...conversation, handledBy: "human", assignee: { id: act.userId, name: act.name } };
    case "release":
      return { ...conversation, assignee: null };
    case "hand-back":
      return { ...conversation, handledBy: "bot", assignee: null, handoff: null };
    case "snooze":
      return { ...conversation, state: "snoozed", snoozedUntil: act.until };
    case "wake":
    case "reopen":
      return { ...conversation, state: "open", snoozedUntil: null, outcome: null };
    case "close":
      return { ...conversation, state: "closed", outcome: act.outcome, waitingSince: null };
  }
}

/** The act that takes it back; undefined where there is none. */
export function inverseOf(act: Act, before: Conversation): Act | undefined {
  switch (act.kind) {
    case "close":
      return { kind: "reopen" };
    case "snooze":
      return { kind: "wake" };
    case "claim":
      return before.handledBy === "bot" ? { kind: "hand-back" } : { kind: "release" };
    case "hand-back":
      return before.assignee === null
        ? undefined
        : { kind: "assign", userId: before.assignee.id, name: before.assignee.name };
    case "assign":
    case "release":
      return before.assignee === null
        ? { kind: "release" }
        : { kind: "assign", userId: before.assignee.id, name: before.assignee.name };
    case "wake":
    case "reopen":
      return undefined;
  }
}

/** Shows the conversation as it will be, wherever it is in sight. */
export function show(queries: QueryClient, tenantId: string, shown: Conversation): void {
  queries.setQueryData(conversationKey(tenantId, shown.id), shown);
  queries.setQueriesData<InfiniteData<Page>>({ queryKey: [tenantId, "inbox"] }, (list) =>
    list === undefined
      ? list
      : {
          ...list,
          pages: list.pages.map((page) => ({
            ...page,
            data: page.data.map((row) => (row.id === shown.id ? shown : row)),
          })),
        },
  );
}
