import { sql } from "kysely";
import { toStorableText } from "../../db/jsonb.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** One person's view of one conversation. */
type Own = { userId: string; conversationId: string };

/** Nothing of it is read. */
export const nothingRead = "00000000-0000-0000-0000-000000000000";

/** What was stored after the message is unread. */
export async function recordRead(
  trx: TenantTransaction,
  { userId, conversationId, messageId }: Own & { messageId: string },
): Promise<void> {
  await trx
    .insertInto("conversation_reads")
    .values({ user_id: userId, conversation_id: conversationId, read_message_id: messageId })
    .onConflict((conflict) =>
      conflict
        .columns(["tenant_id", "user_id", "conversation_id"])
        .doUpdateSet({ read_message_id: messageId }),
    )
    .execute();
}

/** The message of the conversation that was stored last. */
export async function findLastStoredMessage(
  trx: TenantTransaction,
  conversationId: string,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom("messages")
    .select("id")
    .where("conversation_id", "=", conversationId)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

export async function findDraft(trx: TenantTransaction, { userId, conversationId }: Own) {
  return trx
    .selectFrom("conversation_drafts")
    .select(["body", "version", "updated_at as updatedAt"])
    .where("user_id", "=", userId)
    .where("conversation_id", "=", conversationId)
    .executeTakeFirst();
}

/** Keeps what the person is writing; the version counts what was kept before. */
export async function keepDraft(
  trx: TenantTransaction,
  { userId, conversationId, body }: Own & { body: string },
) {
  return trx
    .insertInto("conversation_drafts")
    .values({ user_id: userId, conversation_id: conversationId, body: toStorableText(body) })
    .onConflict((conflict) =>
      conflict.columns(["tenant_id", "user_id", "conversation_id"]).doUpdateSet({
        body: toStorableText(body),
        version: sql`conversation_drafts.version + 1`,
      }),
    )
    .returning(["body", "version", "updated_at as updatedAt"])
    .executeTakeFirstOrThrow();
}

export async function dropDraft(trx: TenantTransaction, { userId, conversationId }: Own): Promise<void> {
  await trx
    .deleteFrom("conversation_drafts")
    .where("user_id", "=", userId)
    .where("conversation_id", "=", conversationId)
    .execute();
}
