import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** The tags of these ids that there are. */
export async function listTagIds(trx: TenantTransaction, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await trx.selectFrom("tags").select("id").where("id", "in", ids).execute();
  return rows.map(({ id }) => id);
}

/** The conversation has these tags and no others. */
export async function setConversationTags(
  trx: TenantTransaction,
  conversationId: string,
  tagIds: readonly string[],
): Promise<void> {
  await trx
    .deleteFrom("conversation_tags")
    .where("conversation_id", "=", conversationId)
    .$if(tagIds.length > 0, (some) => some.where("tag_id", "not in", tagIds))
    .execute();
  if (tagIds.length === 0) return;
  await trx
    .insertInto("conversation_tags")
    .values(tagIds.map((id) => ({ conversation_id: conversationId, tag_id: id })))
    .onConflict((conflict) => conflict.columns(["tenant_id", "tag_id", "conversation_id"]).doNothing())
    .execute();
}
