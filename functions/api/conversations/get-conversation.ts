import { findInboxRow } from "../../../shared/conversations/queries/inbox.ts";
import { listConversationEvents } from "../../../shared/conversations/queries/conversation-events.ts";
import { findConversation } from "../../../shared/conversations/queries/conversations.ts";
import { z } from "@hono/zod-openapi";
import { ownTenant } from "../http/own-tenant.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams, timestamp } from "../http/schemas.ts";
import { conversationSchema, presentConversation } from "./conversation-schema.ts";
import { userOf } from "./user-of.ts";

const common = {
  method: "get",
  permission: "conversations:read",
  tag: "Conversations",
  status: 200,
} as const;

export const getConversation = defineRoute(
  {
    ...common,
    path: "/conversations/{id}",
    summary: "Read a conversation",
    params: idParams,
    reply: conversationSchema,
    versioned: true,
  },
  async ({ principal, params, read }) => {
    const row = await read(ownTenant(principal), async (trx) =>
      findInboxRow(trx, params.id, userOf(principal)),
    );
    return { body: presentConversation(found(row)), version: found(row).epoch };
  },
);

export const listEventsRoute = defineRoute(
  {
    ...common,
    path: "/conversations/{id}/events",
    summary: "List what happened to a conversation",
    description: "Beside its messages: who had it and since when, oldest first.",
    params: idParams,
    reply: z
      .object({
        data: z.array(
          z.object({
            id,
            kind: z.enum([
              "handed-over",
              "handed-back",
              "assigned",
              "released",
              "snoozed",
              "woken",
              "closed",
              "reopened",
            ]),
            actor: z
              .object({ type: z.enum(["user", "api_key"]), id, name: z.string().nullable() })
              .nullable()
              .openapi({ description: "Null: the system itself" }),
            data: z.record(z.string(), z.unknown()),
            createdAt: timestamp,
          }),
        ),
      })
      .openapi("ConversationEvents"),
  },
  async ({ principal, params, read }) => {
    const rows = await read(ownTenant(principal), async (trx) => {
      found(await findConversation(trx, params.id));
      return listConversationEvents(trx, params.id);
    });
    const data = rows.map(({ actor, actorName, createdAt, ...event }) => ({
      ...event,
      actor: readActor(actor, actorName),
      createdAt: createdAt.toISOString(),
    }));
    return { body: { data } };
  },
);

function readActor(actor: string | null, name: string | null) {
  const [type, actorId = ""] = (actor ?? "").split(":", 2);
  return type === "user" || type === "api_key" ? { type, id: actorId, name } : null;
}
