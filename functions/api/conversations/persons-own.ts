import { z } from "@hono/zod-openapi";
import { findConversation } from "../../../shared/conversations/queries/conversations.ts";
import {
  dropDraft,
  findDraft,
  findLastStoredMessage,
  keepDraft,
  nothingRead,
  recordRead,
} from "../../../shared/conversations/queries/persons-own.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams, isCleanText, timestamp } from "../http/schemas.ts";
import { requireUser } from "./user-of.ts";

const common = { permission: "conversations:work", tag: "Conversations", params: idParams } as const;

export const markConversationRead = defineRoute(
  {
    ...common,
    method: "put",
    path: "/conversations/{id}/read",
    operation: "markConversationRead",
    summary: "Mark a conversation as read or unread",
    description: "For the caller alone: what colleagues have read is theirs.",
    status: 204,
    body: z.object({ isRead: z.boolean() }),
  },
  async ({ principal, params, body, write }) => {
    const userId = requireUser(principal);
    return write(ownTenant(principal), async ({ trx }) => {
      found(await findConversation(trx, params.id));
      const last = body.isRead ? await findLastStoredMessage(trx, params.id) : undefined;
      await recordRead(trx, { userId, conversationId: params.id, messageId: last ?? nothingRead });
      return {};
    });
  },
);

const draft = z
  .object({
    body: z.string(),
    version: z.int().openapi({ description: "Counts what was kept; 0: nothing is" }),
    updatedAt: timestamp.nullable(),
  })
  .openapi("ConversationDraft");

const draftPath = "/conversations/{id}/draft";

export const getConversationDraft = defineRoute(
  {
    ...common,
    method: "get",
    path: draftPath,
    summary: "Read what the caller was writing",
    status: 200,
    reply: draft,
  },
  async ({ principal, params, read }) => {
    const own = { userId: requireUser(principal), conversationId: params.id };
    const kept = await read(ownTenant(principal), async (trx) => {
      found(await findConversation(trx, params.id));
      return findDraft(trx, own);
    });
    return { body: present(kept) };
  },
);

export const putConversationDraft = defineRoute(
  {
    ...common,
    method: "put",
    path: draftPath,
    operation: "keepConversationDraft",
    summary: "Keep what the caller is writing",
    description: "The last one counts, from whichever device it comes.",
    status: 200,
    body: z.object({ body: z.string().min(1).max(20_000).refine(isCleanText, "must be clean text") }),
    reply: draft,
  },
  async ({ principal, params, body, write }) => {
    const own = { userId: requireUser(principal), conversationId: params.id };
    return write(ownTenant(principal), async ({ trx }) => {
      found(await findConversation(trx, params.id));
      return { body: present(await keepDraft(trx, { ...own, body: body.body })) };
    });
  },
);

export const deleteConversationDraft = defineRoute(
  {
    ...common,
    method: "delete",
    path: draftPath,
    summary: "Forget what the caller was writing",
    status: 204,
  },
  async ({ principal, params, write }) => {
    const own = { userId: requireUser(principal), conversationId: params.id };
    return write(ownTenant(principal), async ({ trx }) => {
      found(await findConversation(trx, params.id));
      await dropDraft(trx, own);
      return {};
    });
  },
);

function present(kept: { body: string; version: number; updatedAt: Date } | undefined) {
  if (kept === undefined) return { body: "", version: 0, updatedAt: null };
  return { ...kept, updatedAt: kept.updatedAt.toISOString() };
}
