import { toStorableText } from "../../db/jsonb.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

type NewNote = {
  conversationId: string;
  authorUserId: string;
  body: string;
  mentionedUserIds: readonly string[];
};

/** What people noted in the conversation, oldest first. */
export async function listNotes(trx: TenantTransaction, conversationId: string) {
  return trx
    .selectFrom("notes")
    .leftJoin("users", "users.id", "notes.author_user_id")
    .select((select) => [
      "notes.id",
      "notes.body",
      "notes.author_user_id as authorUserId",
      "users.display_name as authorName",
      "notes.created_at as createdAt",
      "notes.updated_at as updatedAt",
      select.fn
        .coalesce(
          select
            .selectFrom("note_mentions")
            .whereRef("note_mentions.note_id", "=", "notes.id")
            .select(({ fn }) => fn.agg<string[]>("array_agg", ["note_mentions.user_id"]).as("ids")),
          select.val<string[]>([]),
        )
        .as("mentionedUserIds"),
    ])
    .where("notes.conversation_id", "=", conversationId)
    .orderBy("notes.id")
    .execute();
}

export async function findNote(trx: TenantTransaction, { id, conversationId }: NoteKey) {
  return trx
    .selectFrom("notes")
    .selectAll()
    .where("id", "=", id)
    .where("conversation_id", "=", conversationId)
    .executeTakeFirst();
}

type NoteKey = { id: string; conversationId: string };

export async function insertNote(trx: TenantTransaction, note: NewNote): Promise<string> {
  const { id } = await trx
    .insertInto("notes")
    .values({
      conversation_id: note.conversationId,
      author_user_id: note.authorUserId,
      body: toStorableText(note.body),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await mentionIn(trx, { ...note, id });
  return id;
}

export async function updateNote(trx: TenantTransaction, note: Omit<NewNote, "authorUserId"> & NoteKey) {
  await trx
    .updateTable("notes")
    .set({ body: toStorableText(note.body) })
    .where("id", "=", note.id)
    .execute();
  await trx.deleteFrom("note_mentions").where("note_id", "=", note.id).execute();
  await mentionIn(trx, note);
}

export async function deleteNote(trx: TenantTransaction, id: string): Promise<void> {
  await trx.deleteFrom("notes").where("id", "=", id).execute();
}

async function mentionIn(
  trx: TenantTransaction,
  { id, conversationId, mentionedUserIds }: NoteKey & Pick<NewNote, "mentionedUserIds">,
): Promise<void> {
  if (mentionedUserIds.length === 0) return;
  await trx
    .insertInto("note_mentions")
    .values(
      mentionedUserIds.map((userId) => ({
        note_id: id,
        user_id: userId,
        conversation_id: conversationId,
      })),
    )
    .execute();
}
