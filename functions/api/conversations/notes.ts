import { z } from "@hono/zod-openapi";
import {
  deleteNote,
  findNote,
  insertNote,
  listNotes,
  updateNote,
} from "../../../shared/conversations/queries/conversation-notes.ts";
import { findConversation } from "../../../shared/conversations/queries/conversations.ts";
import { listUserIds } from "../../../shared/tenants/queries/users.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams, isCleanText, timestamp } from "../http/schemas.ts";
import { requireUser } from "./user-of.ts";

const note = z
  .object({
    id,
    body: z.string(),
    author: z
      .object({ id, name: z.string().nullable() })
      .nullable()
      .openapi({ description: "Null once that user is deleted" }),
    mentionedUserIds: z.array(id),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .openapi("ConversationNote");

const noteBody = z.object({
  body: z.string().trim().min(1).max(10_000).refine(isCleanText, "must be clean text"),
  mentionedUserIds: z
    .array(id)
    .max(50)
    .default([])
    .openapi({ description: "Colleagues whom it names, with `@`" }),
});

const common = { permission: "conversations:work", tag: "Conversations" } as const;
const noteParams = idParams.extend({ noteId: id });

export const listConversationNotes = defineRoute(
  {
    ...common,
    method: "get",
    path: "/conversations/{id}/notes",
    summary: "List a conversation's notes",
    description: "What colleagues noted for each other, oldest first; customers never see it.",
    status: 200,
    params: idParams,
    reply: z.object({ data: z.array(note) }).openapi("ConversationNotes"),
  },
  async ({ principal, params, read }) => {
    const rows = await read(ownTenant(principal), async (trx) => {
      found(await findConversation(trx, params.id));
      return listNotes(trx, params.id);
    });
    return { body: { data: rows.map(present) } };
  },
);

export const createConversationNote = defineRoute(
  {
    ...common,
    method: "post",
    path: "/conversations/{id}/notes",
    operation: "createConversationNote",
    summary: "Note something in a conversation",
    status: 201,
    params: idParams,
    body: noteBody,
    reply: note,
  },
  async ({ principal, params, body, write }) => {
    const authorUserId = requireUser(principal);
    return write(ownTenant(principal), async ({ trx, emit }) => {
      found(await findConversation(trx, params.id));
      const mentionedUserIds = await requireUsers(trx, body.mentionedUserIds);
      const noteId = await insertNote(trx, {
        conversationId: params.id,
        authorUserId,
        body: body.body,
        mentionedUserIds,
      });
      emit("conversation.changed", { conversationId: params.id, change: "handling" });
      const location = `/conversations/${params.id}/notes/${noteId}`;
      return { body: await readNote(trx, params.id, noteId), location };
    });
  },
);

export const updateConversationNote = defineRoute(
  {
    ...common,
    method: "put",
    path: "/conversations/{id}/notes/{noteId}",
    operation: "updateConversationNote",
    summary: "Change one's own note",
    status: 200,
    params: noteParams,
    body: noteBody,
    reply: note,
  },
  async ({ principal, params, body, write }) => {
    const userId = requireUser(principal);
    return write(ownTenant(principal), async ({ trx }) => {
      await requireOwn(trx, params, userId);
      const mentionedUserIds = await requireUsers(trx, body.mentionedUserIds);
      await updateNote(trx, {
        id: params.noteId,
        conversationId: params.id,
        body: body.body,
        mentionedUserIds,
      });
      return { body: await readNote(trx, params.id, params.noteId) };
    });
  },
);

export const deleteConversationNote = defineRoute(
  {
    ...common,
    method: "delete",
    path: "/conversations/{id}/notes/{noteId}",
    operation: "deleteConversationNote",
    summary: "Delete one's own note",
    status: 204,
    params: noteParams,
  },
  async ({ principal, params, write }) => {
    const userId = requireUser(principal);
    return write(ownTenant(principal), async ({ trx }) => {
      await requireOwn(trx, params, userId);
      await deleteNote(trx, params.noteId);
      return {};
    });
  },
);

async function requireOwn(
  trx: TenantTransaction,
  { id: conversationId, noteId }: { id: string; noteId: string },
  userId: string,
): Promise<void> {
  const { author_user_id: author } = found(await findNote(trx, { id: noteId, conversationId }));
  if (author !== userId) throw new HttpProblem("forbidden", "The note is a colleague's.");
}

async function requireUsers(trx: TenantTransaction, ids: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(ids)];
  const there = await listUserIds(trx, wanted);
  if (there.length === wanted.length) return wanted;
  throw new HttpProblem("invalid", undefined, {
    errors: [
      { field: "mentionedUserIds", in: "body", code: "invalid", message: "names somebody who is not there" },
    ],
  });
}

async function readNote(trx: TenantTransaction, conversationId: string, noteId: string) {
  const rows = await listNotes(trx, conversationId);
  return present(found(rows.find((row) => row.id === noteId)));
}

function present(row: Awaited<ReturnType<typeof listNotes>>[number]) {
  const { authorUserId, authorName, createdAt, updatedAt, ...shown } = row;
  return {
    ...shown,
    author: authorUserId === null ? null : { id: authorUserId, name: authorName },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
