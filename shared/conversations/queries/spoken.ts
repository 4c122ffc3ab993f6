import { sql } from "kysely";
import type { Conversation } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** Whether the customer was told in this conversation that a bot writes, in a message that was not dropped. */
export async function isDisclosed(
  trx: TenantTransaction,
  { id, epoch, disclosed_at: at }: Pick<Conversation, "id" | "epoch" | "disclosed_at">,
): Promise<boolean> {
  if (at === null) return false;
  const found = await trx
    .selectFrom("messages")
    .select("id")
    .where("conversation_id", "=", id)
    .where("sender_type", "=", "bot")
    .where("created_at", ">=", at)
    .where("status", "not in", ["canceled", "failed"])
    .where((where) =>
      where.or([where("status", "!=", "queued"), where("is_turn", "=", false), where("epoch", "=", epoch)]),
    )
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** In which language the customer was spoken to, and whether that a bot writes is said now. */
export async function noteSpoken(
  trx: TenantTransaction,
  conversationId: string,
  { language, discloses }: { language: string; discloses: boolean },
): Promise<void> {
  await trx
    .updateTable("conversations")
    .set({ language, ...(discloses ? { disclosed_at: sql<Date>`now()` } : {}) })
    .where("id", "=", conversationId)
    .execute();
}
