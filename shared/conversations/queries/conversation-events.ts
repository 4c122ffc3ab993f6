import { sql } from "kysely";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** What happened to the conversation beside its messages, oldest first, with the name of the user who did it. */
export async function listConversationEvents(trx: TenantTransaction, conversationId: string) {
  return trx
    .selectFrom("conversation_events as event")
    .leftJoin("users", (join) => join.on(sql<boolean>`event.actor = 'user:' || users.id`))
    .select([
      "event.id",
      "event.kind",
      "event.actor",
      "users.display_name as actorName",
      "event.data",
      "event.created_at as createdAt",
    ])
    .where("event.conversation_id", "=", conversationId)
    .orderBy("event.id")
    .execute();
}
