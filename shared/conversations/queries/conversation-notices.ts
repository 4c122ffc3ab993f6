import type { TenantTransaction } from "../../db/tenant-scope.ts";

const dayMs = 86_400_000;

/** Claims the right to tell a customer this in the conversation; false when they were told within a day. */
export async function claimConversationNotice(
  trx: TenantTransaction,
  conversationId: string,
  notice: string,
  now: Date,
): Promise<boolean> {
  const claimed = await trx
    .insertInto("conversation_notices")
    .values({ conversation_id: conversationId, notice, told_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(["conversation_id", "notice"])
        .doUpdateSet({ told_at: now })
        .where("conversation_notices.told_at", "<=", new Date(now.getTime() - dayMs)),
    )
    .executeTakeFirst();
  return (claimed.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
