import { type Expression, type ExpressionBuilder, type Kysely, sql, type SqlBool } from "kysely";
import type { Database } from "../../db/schema.d.ts";

/** Since then nobody has said anything, and nobody has handed the conversation over. */
export function isIdleSince(
  { eb }: ExpressionBuilder<Database, "conversations">,
  before: Date,
): Expression<SqlBool> {
  return eb(sql<Date>`greatest(last_message_at, handed_off_at)`, "<", before);
}

/** As the platform role: open conversations with humans that have been idle since `idleBefore`. */
export async function listIdleConversations(
  platformDb: Kysely<Database>,
  { idleBefore, limit }: { idleBefore: Date; limit: number },
): Promise<{ id: string; tenantId: string }[]> {
  return platformDb
    .selectFrom("conversations")
    .select(["id", "tenant_id as tenantId"])
    .where("status", "=", "open")
    .where("handled_by", "=", "human")
    .where((where) => isIdleSince(where, idleBefore))
    .limit(limit)
    .execute();
}
