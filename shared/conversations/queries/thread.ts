import { type SelectQueryBuilder, sql } from "kysely";
import type { Conversation, Database, Message } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

type Thread = Pick<Conversation, "outlet_id" | "contact_id">;
export type ThreadPage = { limit: number; from?: ThreadMark | undefined; direction: "older" | "newer" };
/** A message's place in its thread; the time as text, for a Date has no microseconds. */
export type ThreadMark = { sentAt: string; id: string };

/** Messages of the contact with the outlet beyond the mark, or the last ones; in the order of reading them from there. */
export async function listThread(
  trx: TenantTransaction,
  { outlet_id: outletId, contact_id: contactId }: Thread,
  { limit, from, direction }: ThreadPage,
) {
  const beyond = sql.raw(direction === "older" ? "<" : ">");
  const order = direction === "older" ? "desc" : "asc";
  const page = trx
    .selectFrom("messages")
    .selectAll()
    .where("contact_id", "=", contactId)
    .where("outlet_id", "=", outletId)
    .$if(from !== undefined, (some) =>
      some.where(sql<boolean>`(sent_at, id) ${beyond} (${from?.sentAt}::timestamptz, ${from?.id}::uuid)`),
    )
    .orderBy("sent_at", order)
    .orderBy("id", order)
    .limit(limit);
  return withParts(trx, page).orderBy("message.sent_at", order).orderBy("message.id", order).execute();
}

export type ThreadRow = Awaited<ReturnType<typeof listThread>>[number];

/** One message as the thread shows it. */
export async function findThreadRow(
  trx: TenantTransaction,
  messageId: string,
): Promise<ThreadRow | undefined> {
  const one = trx.selectFrom("messages").selectAll().where("id", "=", messageId);
  return withParts(trx, one).executeTakeFirst();
}

/** Where a message stands in the thread; undefined when it is not of it. */
export async function findThreadMark(
  trx: TenantTransaction,
  { outlet_id: outletId, contact_id: contactId }: Thread,
  messageId: string,
): Promise<ThreadMark | undefined> {
  return trx
    .selectFrom("messages")
    .select(["id", sql<string>`sent_at::text`.as("sentAt")])
    .where("id", "=", messageId)
    .where("contact_id", "=", contactId)
    .where("outlet_id", "=", outletId)
    .executeTakeFirst();
}

/** What was stored in the conversation after the message, by others than the reader: who answers has not seen it. */
export async function listNewerThan(
  trx: TenantTransaction,
  { conversationId, messageId, limit }: { conversationId: string; messageId: string; limit: number },
) {
  return trx
    .selectFrom("messages")
    .select(["id", "direction", "sender_type", "type", "body", "sent_at"])
    .where("conversation_id", "=", conversationId)
    .where("id", ">", messageId)
    .orderBy("id")
    .limit(limit)
    .execute();
}

function withParts(trx: TenantTransaction, page: SelectQueryBuilder<Database, "messages", Message>) {
  return trx
    .selectFrom(page.as("message"))
    .leftJoin("users", "users.id", "message.sender_user_id")
    .leftJoin("message_media", "message_media.message_id", "message.id")
    .leftJoin("messages as quoted", (join) =>
      join
        .onRef("quoted.wamid", "=", "message.context_wamid")
        .onRef("quoted.outlet_id", "=", "message.outlet_id"),
    )
    .selectAll("message")
    .select([
      "users.display_name as sender_name",
      "message_media.status as media_status",
      "message_media.mime_type as media_type",
      "message_media.size_bytes as media_size",
      "quoted.id as quoted_id",
      "quoted.body as quoted_body",
      "quoted.sender_type as quoted_sender_type",
    ]);
}
