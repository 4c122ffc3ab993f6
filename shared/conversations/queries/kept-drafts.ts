import type { Message } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** Keeps what a human wrote and the service window no longer let through. */
export async function recordKeptDraft(
  trx: TenantTransaction,
  { id, conversation_id: conversationId, sender_user_id: userId }: Message,
): Promise<void> {
  await trx
    .insertInto("kept_drafts")
    .values({ conversation_id: conversationId, message_id: id, user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The customer has written again: what was kept can be sent. Resolves to how many there are. */
export async function offerKeptDrafts(
  trx: TenantTransaction,
  conversationId: string,
  at: Date,
): Promise<number> {
  const offered = await trx
    .updateTable("kept_drafts")
    .set({ offered_at: at })
    .where("conversation_id", "=", conversationId)
    .where("settled_at", "is", null)
    .where("offered_at", "is", null)
    .executeTakeFirst();
  return Number(offered.numUpdatedRows);
}

export type KeptDraftText = {
  id: string;
  messageId: string;
  userId: string | null;
  text: string;
  offeredAt: Date | null;
  createdAt: Date;
};

/** What is kept and neither sent nor discarded, in the order of writing. */
export async function listKeptDrafts(
  trx: TenantTransaction,
  conversationId: string,
): Promise<KeptDraftText[]> {
  const rows = await trx
    .selectFrom("kept_drafts")
    .innerJoin("messages", "messages.id", "kept_drafts.message_id")
    .select([
      "kept_drafts.id",
      "message_id as messageId",
      "user_id as userId",
      "messages.body",
      "offered_at as offeredAt",
      "kept_drafts.created_at as createdAt",
    ])
    .where("kept_drafts.conversation_id", "=", conversationId)
    .where("settled_at", "is", null)
    .orderBy("message_id")
    .execute();
  return rows.map(({ body, ...row }) => ({ ...row, text: body ?? "" }));
}

/** False when the conversation has no such draft any more. */
export async function settleKeptDraft(
  trx: TenantTransaction,
  draft: { id: string; conversationId: string; as: "sent" | "discarded"; at: Date },
): Promise<boolean> {
  const settled = await trx
    .updateTable("kept_drafts")
    .set({ settled_at: draft.at, settled_as: draft.as })
    .where("id", "=", draft.id)
    .where("conversation_id", "=", draft.conversationId)
    .where("settled_at", "is", null)
    .executeTakeFirst();
  return settled.numUpdatedRows > 0n;
}
